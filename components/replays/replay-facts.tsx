import type { Replay } from "#lib/deliveries/replay-shape";
import { formatCount } from "../ui/money-format.ts";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { replayFilterHref, replayFilterWords } from "./replay-words.ts";

export function ReplayFacts({ replay, endpointNames }: { readonly replay: Replay; readonly endpointNames: ReadonlyMap<string, string> }) {
  const { id, filter, eventId, endpointIds, url, reason, ratePerSecond, createdBy, approvedBy, createdAt, finishedAt } = replay;
  return (
    <Facts
      rows={[
        { name: "Id", value: <ShortId id={id} whole /> },
        { name: "Reason", value: reason },
        { name: "Events", value: eventId === null ? <TextLink href={replayFilterHref(filter)}>{replayFilterWords(filter)}</TextLink> : <ShortId id={eventId} href={`/events/${eventId}`} whole /> },
        { name: "To", value: <Targets endpointIds={endpointIds} url={url} isOne={eventId !== null} endpointNames={endpointNames} /> },
        { name: "Rate", value: ratePerSecond === null ? "As fast as they are taken, behind new events" : `${formatCount(ratePerSecond)} per second at most` },
        { name: "Started by", value: createdBy },
        ...(approvedBy === null ? [] : [{ name: "Approved by", value: approvedBy }]),
        { name: "Started", value: <TimeText at={createdAt} as="both" /> },
        { name: "Ended", value: finishedAt === null ? "Not yet" : <TimeText at={finishedAt} as="both" /> },
      ]}
    />
  );
}

function Targets({ endpointIds, url, isOne, endpointNames }: { readonly endpointIds: readonly string[]; readonly url: string | null; readonly isOne: boolean; readonly endpointNames: ReadonlyMap<string, string> }) {
  if (url !== null) return <span className="mono break-all">{url}</span>;
  if (endpointIds.length === 0) return <>{isOne ? "A URL that is no endpoint" : "Every endpoint that is not disabled"}</>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {endpointIds.map((id) => (
        <TextLink key={id} href={`/endpoints/${id}`}>
          {endpointNames.get(id) ?? "Deleted endpoint"}
        </TextLink>
      ))}
    </span>
  );
}
