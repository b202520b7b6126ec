"use client";

import { CalendarClock, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Key } from "#lib/sources/source-shape";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { KeyExpiryDialog } from "./key-expiry-dialog.tsx";
import { RevokeKey } from "./revoke-key.tsx";

interface RetireKeyProps {
  readonly sourceId: string;
  readonly apiKey: Key;
  readonly name: string;
  /** Such as `3 days`. */
  readonly horizon: string;
  readonly providerName: string;
}

/** Whether a former key may go, why, and the two ways in which it goes. */
export function RetireKey({ sourceId, apiKey: key, name, horizon, providerName }: RetireKeyProps) {
  const [asking, setAsking] = useState<"expiry" | "revoke" | null>(null);
  const close = () => setAsking(null);
  return (
    <Notice tone={key.safeToRetire ? "good" : "info"} title={key.safeToRetire ? `“${name}” is safe to retire` : `Keep “${name}” for now`}>
      <p>
        {key.safeToRetire ? (
          <>The new key does its work, and this one has verified nothing for {horizon}: whatever {providerName} had still to send with it was sent.</>
        ) : key.retirableFrom === null ? (
          <>The new key has verified nothing yet. Change the key at {providerName}; this page notices by itself.</>
        ) : (
          <>
            {providerName} may go on sending with a former key for {horizon}. If this one verifies nothing more, it is safe to retire from <TimeText at={key.retirableFrom} as="both" />.
          </>
        )}
        {key.expiresAt === null ? null : (
          <>
            {" "}
            It ends on <TimeText at={key.expiresAt} as="both" />.
          </>
        )}
      </p>
      <div className="flex flex-wrap gap-2 pt-1">
        <Button onClick={() => setAsking("expiry")}>
          <CalendarClock aria-hidden className="size-4" />
          Set its end
        </Button>
        <Button look={key.safeToRetire ? "primary" : "plain"} onClick={() => setAsking("revoke")}>
          <Trash2 aria-hidden className="size-4" />
          Revoke now
        </Button>
      </div>
      <KeyExpiryDialog open={asking === "expiry"} onClose={close} sourceId={sourceId} apiKey={key} />
      <RevokeKey open={asking === "revoke"} onClose={close} sourceId={sourceId} apiKey={key} />
    </Notice>
  );
}
