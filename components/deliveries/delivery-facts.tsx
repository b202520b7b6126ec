import type { Delivery } from "#lib/deliveries/delivery-shape";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";

/** `endpointName`: `null` for a copy, and where the endpoint was deleted. */
export function DeliveryFacts({ delivery, endpointName }: { readonly delivery: Delivery; readonly endpointName: string | null }) {
  const { id, eventId, endpointId, url, replayId, createdAt, finishedAt, held } = delivery;
  return (
    <Facts
      rows={[
        { name: "Id", value: <ShortId id={id} whole /> },
        { name: "Event", value: <ShortId id={eventId} href={`/events/${eventId}`} whole /> },
        ...(endpointId === null ? [] : [{ name: "Endpoint", value: endpointName === null ? "Deleted since" : <TextLink href={`/endpoints/${endpointId}`}>{endpointName}</TextLink> }]),
        ...(url === null ? [] : [{ name: endpointId === null ? "A copy to" : "URL", value: <span className="mono break-all">{url}</span> }]),
        ...(replayId === null ? [] : [{ name: "Replay", value: <ShortId id={replayId} href={`/replays/${replayId}`} whole /> }]),
        ...(held ? [{ name: "Held", value: "Until its source is resumed" }] : []),
        { name: "Made", value: <TimeText at={createdAt} as="both" /> },
        { name: "Ended", value: finishedAt === null ? "Not yet" : <TimeText at={finishedAt} as="both" /> },
      ]}
    />
  );
}
