import type { EventDetail } from "#lib/events/event-shape";
import { providerById } from "#lib/providers/registry";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { Badge } from "../ui/state-badge.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";

export function EventFacts({ event }: { readonly event: EventDetail }) {
  return (
    <Facts
      rows={[
        { name: "Id", value: <ShortId id={event.id} whole /> },
        { name: "Type", value: event.type === null ? "Not read yet" : <span className="font-mono text-xs">{event.type}</span> },
        { name: `${providerById(event.provider).name} calls it`, value: event.providerType === null ? "–" : <span className="font-mono text-xs">{event.providerType}</span> },
        { name: "Happened", value: event.occurredAt === null ? "The message does not say" : <TimeText at={event.occurredAt} as="both" /> },
        { name: "Received", value: <TimeText at={event.receivedAt} as="both" /> },
        { name: "References", value: <References references={event.references} /> },
        { name: "Sent", value: event.seenCount === 1 ? "Once" : <Repeats event={event} /> },
        ...(event.flags.length === 0 ? [] : [{ name: "Worth knowing", value: <span className="flex flex-wrap gap-1">{event.flags.map((flag) => <Badge key={flag} tone="warn">{flag.replaceAll("_", " ")}</Badge>)}</span> }]),
      ]}
    />
  );
}

/** Each leads to everything else with the same reference. */
function References({ references }: { readonly references: readonly string[] }) {
  if (references.length === 0) return <>None found in it</>;
  return (
    <span className="flex flex-col items-start gap-1">
      {references.map((reference) => (
        <ShortId key={reference} id={reference} what="reference" href={`/events?q=${encodeURIComponent(reference)}&mode=all`} whole />
      ))}
    </span>
  );
}

function Repeats({ event }: { readonly event: EventDetail }) {
  return (
    <>
      {String(event.seenCount)} times, last <TimeText at={event.lastSeenAt} />; it counts once. <TextLink href={`/requests?sourceId=${event.sourceId}&outcome=duplicate&mode=all`}>Duplicates of this source</TextLink>
    </>
  );
}
