"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** A draft that begins as a copy of the active version, or empty where there is none. */
export function NewDraft({ sourceId, activeId }: { readonly sourceId: string; readonly activeId: string | null }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    const result = await apiCall("POST", "/validation-rules", { sourceId, ...(activeId === null ? {} : { basedOn: activeId }) });
    if (result.ok) return router.push(`/validations/rules/${textMember(result.body, "id") ?? ""}`);
    setBusy(false);
    toast(result.detail, "bad");
  };
  return (
    <Button look="primary" busy={busy} onClick={() => void make()}>
      <Plus aria-hidden className="size-4" />
      New draft
    </Button>
  );
}
