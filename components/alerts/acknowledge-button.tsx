"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";

/** "I look after it." */
export function AcknowledgeButton({ alertId, title }: { readonly alertId: string; readonly title: string }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const acknowledge = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/alerts/${alertId}/acknowledge`);
    setBusy(false);
    if (!result.ok) return toast(result.detail, "bad");
    toast("Acknowledged: everybody sees that you look after it.");
    router.refresh();
  };
  return (
    <Button busy={busy} aria-label={`Acknowledge: ${title}`} onClick={() => void acknowledge()}>
      <Check aria-hidden className="size-4" />
      Acknowledge
    </Button>
  );
}
