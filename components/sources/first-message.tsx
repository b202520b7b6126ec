"use client";

import { Loader } from "lucide-react";
import { useEffect, useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { useLiveFrames } from "../live/live-provider.tsx";
import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";

interface Arrived {
  readonly requestId: string;
  readonly outcome: string;
  readonly eventId: string | null;
}

const pollMs = 5000;

/** Waits for the first message of a source and says what became of it. The live feed wakes it; it also looks by itself. */
export function FirstMessage({ sourceId }: { readonly sourceId: string }) {
  const [arrived, setArrived] = useState<Arrived | null>(null);
  const [wakeUps, setWakeUps] = useState(0);
  useLiveFrames(() => setWakeUps((count) => count + 1));

  useEffect(() => {
    let wanted = true;
    const look = async () => {
      const result = await apiCall("GET", `/requests?sourceId=${encodeURIComponent(sourceId)}&limit=1`);
      if (wanted && result.ok) setArrived(latestOf(result.body));
    };
    void look();
    const timer = setInterval(() => void look(), pollMs);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [sourceId, wakeUps]);

  return <div role="status">{arrived === null ? <Waiting /> : <Outcome arrived={arrived} />}</div>;
}

function Waiting() {
  return (
    <div className="flex items-center gap-2 rounded-md border border-dashed p-4 text-soft">
      <Loader aria-hidden className="size-4 animate-spin" />
      Waiting for the first message. This page notices by itself.
    </div>
  );
}

function Outcome({ arrived }: { readonly arrived: Arrived }) {
  const good = ["accepted", "duplicate", "conflict"].includes(arrived.outcome);
  const href = good && arrived.eventId !== null ? `/events/${arrived.eventId}` : `/requests/${arrived.requestId}`;
  return (
    <Notice tone={good ? "good" : "warn"} title={good ? "A message arrived, and a key vouches for it" : `A message arrived and was ${arrived.outcome}`}>
      <p>
        {good ? "This source works. " : "Its page says why, and what to do. "}
        <TextLink href={href}>{good ? "See the message" : "See why"}</TextLink>
      </p>
    </Notice>
  );
}

function latestOf(body: unknown): Arrived | null {
  const rows = memberOf(body, "data");
  const row: unknown = Array.isArray(rows) ? rows[0] : null;
  const requestId = textMember(row, "id");
  const eventIds = memberOf(row, "eventIds");
  const eventId: unknown = Array.isArray(eventIds) ? eventIds[0] : null;
  return requestId === null ? null : { requestId, outcome: textMember(row, "outcome") ?? "", eventId: typeof eventId === "string" ? eventId : null };
}
