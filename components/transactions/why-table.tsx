import type { z } from "zod";
import type { whyShape } from "#lib/transactions/transaction-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { whyFieldWords } from "./transaction-words.ts";

export type WhyLine = z.infer<typeof whyShape>;

/** Why each field is what it is: the rule as a sentence, and the event that set it. What nothing says is left out. */
export function WhyTable({ why, eventTitles }: { readonly why: readonly WhyLine[]; /** What each event says, by its id. */ readonly eventTitles: ReadonlyMap<string, string> }) {
  const told = why.filter(({ rule }) => rule !== "nothing_says" && rule !== "no_dispute");
  return <DataTable label="Why it is in this state" rows={told} rowKey={({ field }) => field} columns={columns(eventTitles)} />;
}

function columns(eventTitles: ReadonlyMap<string, string>): readonly Column<WhyLine>[] {
  return [
    { key: "field", header: "Field", track: "max-content", onPhone: "title", cell: ({ field }) => <span className="font-medium">{whyFieldWords[field]}</span> },
    { key: "rule", header: "Rule", track: "minmax(12rem,1fr)", onPhone: "title", cell: ({ sentence }) => <span className="whitespace-normal">{sentence}</span> },
    { key: "event", header: "Set by", track: "max-content", onPhone: "bare", cell: ({ eventId }) => (eventId === null ? <span className="text-soft">No event</span> : <TextLink href={`/events/${eventId}`}>{eventTitles.get(eventId) ?? "Event"}</TextLink>) },
  ];
}
