"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { useToast } from "../ui/toast.tsx";
import { reasonWords } from "./reason-words.ts";

/** Verifies the kept bytes again with the keys and settings of now, and processes them if they pass. */
export function ReverifyButton({ requestId }: { readonly requestId: string }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/requests/${requestId}/reverify`, {});
    setBusy(false);
    if (!result.ok) {
      toast(result.detail, "bad");
      return;
    }
    toast(outcomeWords(result.body));
    router.refresh();
  };
  return (
    <Button busy={busy} onClick={() => void verify()}>
      <RotateCcw aria-hidden className="size-4" />
      {busy ? "Verifying" : "Verify again"}
    </Button>
  );
}

function outcomeWords(body: unknown): string {
  const outcome = textMember(body, "outcome");
  const reason = textMember(body, "reason");
  if (outcome === "rejected" || outcome === "quarantined") return `Still not usable${reason === null ? "" : `: ${reasonWords(reason)}`}. Correct the key or the settings first.`;
  return outcome === "duplicate" ? "Verified. Its event was there already." : "Verified and processed. Its events are in the list now.";
}
