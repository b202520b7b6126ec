"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ValidationList } from "#lib/validations/list-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** Deletes a list that no rules refer to. */
export function DeleteList({ list: { id, name, entryCount } }: { readonly list: ValidationList }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete the list</Button>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Delete “${name}”`}
        confirm="Delete the list"
        auditAction="validationList.delete"
        withPassword={false}
        act={() => apiCall("DELETE", `/validation-lists/${id}`)}
        onDone={() => {
          toast(`“${name}” is deleted.`);
          router.push("/validations/lists");
          router.refresh();
        }}
      >
        <p>
          Its {entryCount === 1 ? "one entry is" : `${String(entryCount)} entries are`} gone for good. It is refused as long as a draft, the active version or the one beside it refers to it.
        </p>
      </DangerDialog>
    </>
  );
}
