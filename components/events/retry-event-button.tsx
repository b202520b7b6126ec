"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** Has an event read again that could not be read before. */
export function RetryEventButton({ eventId }: { readonly eventId: string }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/events/${eventId}/retry`, {});
    setBusy(false);
    if (!result.ok) {
      toast(result.detail, "bad");
      return;
    }
    toast("It is being read again.");
    router.refresh();
  };
  return (
    <Button busy={busy} onClick={() => void retry()}>
      <RotateCcw aria-hidden className="size-4" />
      Read it again
    </Button>
  );
}
