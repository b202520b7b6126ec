"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { reasonWords } from "./reason-words.ts";

interface Said {
  readonly tone: "good" | "warn" | "bad";
  readonly text: string;
}

/** Verifies the kept bytes again with the keys and settings of now, and processes them if they pass. */
export function ReverifyButton({ requestId }: { readonly requestId: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const verify = async () => {
    setBusy(true);
    const result = await apiCall("POST", `/requests/${requestId}/reverify`, {});
    setBusy(false);
    if (!result.ok) {
      setSaid({ tone: "bad", text: result.detail });
      return;
    }
    setSaid(outcomeOf(result.body));
    router.refresh();
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <Button busy={busy} onClick={() => void verify()}>
        <RotateCcw aria-hidden className="size-4" />
        {busy ? "Verifying" : "Verify again"}
      </Button>
      {said === null ? null : (
        <Notice tone={said.tone} alert>
          <p>{said.text}</p>
        </Notice>
      )}
    </div>
  );
}

function outcomeOf(body: unknown): Said {
  const outcome = textMember(body, "outcome");
  const reason = textMember(body, "reason");
  if (outcome === "rejected" || outcome === "quarantined") return { tone: "warn", text: `Still not usable${reason === null ? "" : `: ${reasonWords(reason)}`}. Correct the key or the settings first.` };
  return { tone: "good", text: outcome === "duplicate" ? "Verified. Its event was there already." : "Verified and processed. Its events are in the list now." };
}
