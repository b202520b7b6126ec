import { CircleAlert, Layers } from "lucide-react";
import type { Event } from "#lib/events/event-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Badge, ModeBadge, StateBadge } from "../ui/state-badge.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TimeText } from "../ui/time-text.tsx";

/** `sourceNames`: by public id. */
export function EventTable({ events, sourceNames }: { readonly events: readonly Event[]; readonly sourceNames: ReadonlyMap<string, string> }) {
  return <DataTable label="Events" rows={events} rowKey={(event) => event.id} columns={columns(sourceNames)} />;
}

function columns(sourceNames: ReadonlyMap<string, string>): readonly Column<Event>[] {
  return [
    { key: "type", header: "Type", track: "minmax(11rem,1.4fr)", onPhone: "title", cell: (event) => <RowLink href={`/events/${event.id}`}>{event.type ?? "Not read yet"}</RowLink> },
    { key: "marks", header: "State", track: "max-content", onPhone: "bare", cell: (event) => <EventMarks event={event} /> },
    { key: "reference", header: "Reference", track: "minmax(9rem,1.2fr)", cell: (event) => <FirstReference references={event.references} /> },
    { key: "transaction", header: "Transaction", track: "max-content", onPhone: "hidden", cell: ({ transactionId }) => (transactionId === null ? <span className="text-soft">–</span> : <ShortId id={transactionId} what="transaction" href={`/transactions/${transactionId}`} />) },
    { key: "source", header: "Source", track: "minmax(6rem,1fr)", cell: (event) => <span className="truncate">{sourceNames.get(event.sourceId) ?? "Deleted source"}</span> },
    { key: "providerType", header: "Provider’s name", track: "minmax(6rem,1fr)", onPhone: "hidden", cell: (event) => <span className="font-mono text-xs text-soft">{event.providerType ?? "–"}</span> },
    { key: "received", header: "Received", track: "max-content", align: "end", cell: (event) => <TimeText at={event.receivedAt} /> },
  ];
}

/** Only what deviates has a colour: a processed live event that came once is quiet. */
function EventMarks({ event }: { readonly event: Event }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {event.state === "processed" ? <span className="text-sm text-soft">Processed</span> : <StateBadge state={event.state} />}
      {event.mode === "test" ? <ModeBadge mode="test" /> : null}
      {event.seenCount > 1 ? <Badge icon={Layers}>{`Sent ${String(event.seenCount)} times`}</Badge> : null}
      {event.hasConflict ? (
        <Badge tone="warn" icon={CircleAlert}>
          Conflict
        </Badge>
      ) : null}
    </span>
  );
}

function FirstReference({ references }: { readonly references: readonly string[] }) {
  const [first, ...more] = references;
  if (first === undefined) return <span className="text-soft">None</span>;
  return (
    <span className="flex min-w-0 items-center gap-1">
      <ShortId id={first} what="reference" />
      {more.length === 0 ? null : <span className="text-xs text-soft" title={more.join("\n")}>{`+${String(more.length)}`}</span>}
    </span>
  );
}
