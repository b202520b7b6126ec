import type { RequestDetail } from "#lib/events/request-shape";
import { formatBytes } from "../ui/byte-format.ts";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { reasonWords } from "./reason-words.ts";

export function RequestFacts({ request }: { readonly request: RequestDetail }) {
  return (
    <Facts
      rows={[
        { name: "Id", value: <ShortId id={request.id} whole /> },
        { name: "Received", value: <TimeText at={request.receivedAt} as="both" /> },
        ...(request.reason === null ? [] : [{ name: "Reason", value: reasonWords(request.reason) }]),
        { name: "Our answer", value: String(request.answeredStatus) },
        { name: "Kind", value: request.kind === "validation" ? "Validation" : "Notification" },
        { name: "Size", value: formatBytes(request.bytes) },
        ...(request.remoteAddress === null ? [] : [{ name: "Sent from", value: <span className="font-mono text-xs">{request.remoteAddress}</span> }]),
        ...(request.masked ? [{ name: "Card numbers", value: "Overwritten before it was stored" }] : []),
        {
          name: request.eventIds.length === 1 ? "Event" : "Events",
          value: request.eventIds.length === 0 ? "None" : <span className="flex flex-col items-start gap-1">{request.eventIds.map((id) => <ShortId key={id} id={id} href={`/events/${id}`} whole />)}</span>,
        },
      ]}
    />
  );
}
