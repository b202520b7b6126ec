"use client";

import { Check, Pause, Play, Square } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Replay } from "#lib/deliveries/replay-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";

/** Steers a replay: what is possible follows from its state. */
export function ReplayActions({ replay: { id, state, total, done }, isOwn }: { readonly replay: Replay; /** Asked for by the reader. */ readonly isOwn: boolean }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"cancel" | "approve" | null>(null);
  const close = () => setAsking(null);
  const finish = (text: string) => {
    close();
    toast(text);
    router.refresh();
  };
  const steer = async (verb: "pause" | "resume", said: string) => {
    const result = await apiCall("POST", `/replays/${id}/${verb}`, {});
    if (result.ok) finish(said);
    else toast(result.detail, "bad");
  };
  const left = formatCount(Math.max(0, total - done));
  return (
    <>
      {state === "awaiting_approval" ? (
        <Button look="primary" onClick={() => setAsking("approve")}>
          <Check aria-hidden className="size-4" />
          Approve
        </Button>
      ) : null}
      {state === "running" ? (
        <Button onClick={() => void steer("pause", "Paused. What was handed over already still goes.")}>
          <Pause aria-hidden className="size-4" />
          Pause
        </Button>
      ) : null}
      {state === "paused" ? (
        <Button look="primary" onClick={() => void steer("resume", "It goes on.")}>
          <Play aria-hidden className="size-4" />
          Resume
        </Button>
      ) : null}
      {state === "awaiting_approval" || state === "running" || state === "paused" ? (
        <Button onClick={() => setAsking("cancel")}>
          <Square aria-hidden className="size-3.5" />
          Cancel
        </Button>
      ) : null}
      <DangerDialog open={asking === "cancel"} onClose={close} title="Cancel this replay" confirm="Cancel the replay" withPassword={false} auditAction="replay.cancel" act={() => apiCall("POST", `/replays/${id}/cancel`, {})} onDone={() => finish("Canceled. What was sent stays sent.")}>
        <p>About {left} deliveries are not sent. What was sent stays sent.</p>
      </DangerDialog>
      <DangerDialog open={asking === "approve"} onClose={close} title="Approve this replay" confirm={`Send ${formatCount(total)}`} look="primary" withPassword={isOwn} auditAction="replay.approve" act={() => apiCall("POST", `/replays/${id}/approve`, {})} onDone={() => finish("Approved: it runs.")}>
        <p>
          {formatCount(total)} deliveries go out, behind new events. Receivers get events again that they may have taken already, with the same ids.
          {isOwn ? " You asked for it yourself: that works only where there is no other operator or admin." : ""}
        </p>
      </DangerDialog>
    </>
  );
}
