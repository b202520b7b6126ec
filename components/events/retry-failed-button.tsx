"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";

/** Has every failed event read again that the list's source, mode and range hold. */
export function RetryFailedButton({ filter }: { readonly filter: Readonly<Record<string, string>> }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    let retried = 0;
    // One call takes a part of them, and says where the next one begins.
    for (let cursor: string | null = ""; cursor !== null; ) {
      const result = await apiCall("POST", "/events/retry", { filter, ...(cursor === "" ? {} : { cursor }) });
      if (!result.ok) {
        toast(result.detail, "bad");
        break;
      }
      const count = memberOf(result.body, "retried");
      retried += typeof count === "number" ? count : 0;
      cursor = textMember(result.body, "nextCursor");
    }
    setBusy(false);
    if (retried > 0) toast(retried === 1 ? "1 event is being read again." : `${formatCount(retried)} events are being read again.`);
    router.refresh();
  };
  return (
    <Button busy={busy} onClick={() => void retry()}>
      <RotateCcw aria-hidden className="size-4" />
      {busy ? "Asking" : "Read all of them again"}
    </Button>
  );
}
