"use client";

import { Send } from "lucide-react";
import { useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

interface Said {
  readonly channel: string;
  readonly outcome: string;
  readonly says: string;
}

const tones = { sent: "good", not_configured: "info", failed: "bad" } as const;

/** Sends a test through every channel that is saved, and shows what each one said. */
export function TestChannels() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const test = async () => {
    setBusy(true);
    const result = await apiCall("POST", "/alerts/test");
    setBusy(false);
    setSaid(result.ok ? readSaid(result.body) : [{ channel: "Test", outcome: "failed", says: result.detail }]);
  };
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <Button busy={busy} className="self-start" onClick={() => void test()}>
        <Send aria-hidden className="size-4" />
        Send a test
      </Button>
      {said.map(({ channel, outcome, says }) => (
        <Notice key={channel} tone={outcome === "sent" || outcome === "not_configured" ? tones[outcome] : "bad"} alert>
          <p>
            <span className="font-medium">{channel === "mail" ? "Mail" : channel === "webhook" ? "Webhook" : channel}:</span> {says}
          </p>
        </Notice>
      ))}
    </div>
  );
}

function readSaid(body: unknown): readonly Said[] {
  const channels = memberOf(body, "channels");
  if (!Array.isArray(channels)) return [];
  return channels.map((channel: unknown) => ({ channel: textMember(channel, "channel") ?? "", outcome: textMember(channel, "outcome") ?? "failed", says: textMember(channel, "says") ?? "" }));
}
