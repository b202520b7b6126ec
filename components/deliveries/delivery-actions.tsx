"use client";

import { Ban, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** Sends a delivery now, or not any more. */
export function DeliveryActions({ deliveryId, isPending }: { readonly deliveryId: string; readonly isPending: boolean }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState<"retry" | "cancel" | null>(null);
  const act = async (verb: "retry" | "cancel", said: string) => {
    setBusy(verb);
    const result = await apiCall("POST", `/deliveries/${deliveryId}/${verb}`, {});
    setBusy(null);
    if (!result.ok) {
      toast(result.detail, "bad");
      return;
    }
    toast(said);
    router.refresh();
  };
  return (
    <>
      <Button look={isPending ? "plain" : "primary"} busy={busy === "retry"} onClick={() => void act("retry", "It is sent now.")}>
        <RotateCcw aria-hidden className="size-4" />
        {isPending ? "Try now" : "Retry"}
      </Button>
      {isPending ? (
        <Button busy={busy === "cancel"} onClick={() => void act("cancel", "Canceled: nothing more is sent.")}>
          <Ban aria-hidden className="size-4" />
          Cancel
        </Button>
      ) : null}
    </>
  );
}
