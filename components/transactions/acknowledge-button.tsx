"use client";

import { Check, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** Says that somebody looked at an anomaly, or takes that back. */
export function AcknowledgeButton({ transactionId, code, acknowledged }: { readonly transactionId: string; readonly code: string; readonly acknowledged: boolean }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    const result = await apiCall(acknowledged ? "DELETE" : "POST", `/transactions/${transactionId}/anomalies/${code}/acknowledge`, ...(acknowledged ? [] : [{}]));
    setBusy(false);
    if (!result.ok) {
      toast(result.detail, "bad");
      return;
    }
    toast(acknowledged ? "The anomaly is open again." : "Acknowledged. The audit says so.");
    router.refresh();
  };
  const Icon = acknowledged ? Undo2 : Check;
  return (
    <Button busy={busy} look={acknowledged ? "quiet" : "plain"} onClick={() => void act()}>
      <Icon aria-hidden className="size-4" />
      {acknowledged ? "Take back" : "Acknowledge"}
    </Button>
  );
}
