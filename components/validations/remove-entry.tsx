"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall } from "../api-call.ts";
import { IconButton } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** Takes one value off the list, at once. */
export function RemoveEntry({ listId, value, label }: { readonly listId: string; readonly value: string; readonly label: string }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/validation-lists/${listId}/entries/remove`, { values: [value] });
    setBusy(false);
    toast(result.ok ? `${label} is off the list.` : result.detail, result.ok ? "plain" : "bad");
    router.refresh();
  };
  return (
    <IconButton label={`Take ${label} off the list`} disabled={busy} onClick={() => void remove()}>
      <Trash2 aria-hidden className="size-4" />
    </IconButton>
  );
}
