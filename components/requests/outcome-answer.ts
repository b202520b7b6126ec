import type { RequestDetail } from "#lib/events/request-shape";
import { reasonWords } from "./reason-words.ts";

type Told = Pick<RequestDetail, "outcome" | "reason" | "answeredStatus" | "eventIds">;

/** What became of a request, in one or two sentences. */
export function outcomeAnswer({ outcome, reason, answeredStatus, eventIds }: Told): string {
  const answered = answeredStatus === 503 ? "It was stored too late for our answer, which was 503: the sender comes again." : `We answered ${String(answeredStatus)}.`;
  const because = reason === null ? "" : `: ${lowerFirst(reasonWords(reason))}`;
  switch (outcome) {
    case "accepted":
      return `Verified and kept; it made ${eventIds.length === 1 ? "one event" : `${String(eventIds.length)} events`}. ${answered}`;
    case "duplicate":
      return `Verified; we had it already, so it made no new event. ${answered}`;
    case "conflict":
      return `Verified, but it says something else than what came before under the same identity. The first version stands. ${answered}`;
    case "quarantined":
      return `Set aside${because}. It made no event. ${answered}`;
    case "rejected":
      return `Refused${because}. Nothing in it was believed. ${answered}`;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
