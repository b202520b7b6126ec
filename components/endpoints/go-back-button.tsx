"use client";

import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { EndpointChange } from "#lib/endpoints/endpoint-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/page-header.tsx";
import { useToast } from "../ui/toast.tsx";
import { scheduleText } from "./endpoint-form-model.ts";
import { typesWords } from "./endpoint-words.ts";

/** Back to what an endpoint was before a change. */
export function GoBackButton({ endpointId, change: { id, former } }: { readonly endpointId: string; readonly change: EndpointChange }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" className="relative z-10" onClick={() => setOpen(true)}>
        <Undo2 aria-hidden className="size-4" />
        Go back
      </Button>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Go back to before this change"
        confirm="Go back"
        look="primary"
        withPassword={false}
        auditAction="endpoint.revert"
        act={() => apiCall("POST", `/endpoints/${endpointId}/revert`, { changeId: id })}
        onDone={() => {
          setOpen(false);
          toast("The endpoint is what it was before that change.");
          router.refresh();
        }}
      >
        <p>All its settings become again what they were then; secrets and state stay. The way back to now is kept too.</p>
        <Facts
          narrow
          rows={[
            { name: "URL", value: <span className="mono break-all">{former.url}</span> },
            { name: "Description", value: former.description === "" ? "–" : former.description },
            { name: "Types", value: typesWords(former.types) },
            { name: "Format", value: former.format === "original" ? "Original" : "Normalized" },
            { name: "Headers", value: former.headerNames.length === 0 ? "None" : former.headerNames.join(", ") },
            { name: "Retries", value: scheduleText(former.schedule) },
          ]}
        />
      </DangerDialog>
    </>
  );
}
