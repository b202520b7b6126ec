import { RotateCcw } from "lucide-react";
import type { Delivery } from "#lib/deliveries/delivery-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Badge, StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { AnswerText } from "./answer-text.tsx";
import { Countdown } from "./countdown.tsx";
import { deliveryState } from "./delivery-words.ts";

interface DeliveryTableProps {
  readonly deliveries: readonly Delivery[];
  /** By public id; those of deleted endpoints are missing. */
  readonly endpointNames: ReadonlyMap<string, string>;
  readonly label?: string;
  /** A column that the page itself says already. */
  readonly without?: "endpoint" | "event";
}

/** What is sent where, newest first: each row leads to its attempts. */
export function DeliveryTable({ deliveries, endpointNames, label = "Deliveries", without }: DeliveryTableProps) {
  const columns: readonly Column<Delivery>[] = [
    { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: (delivery) => <StateCell delivery={delivery} /> },
    { key: "event", header: "Event", track: "minmax(10rem,1.4fr)", onPhone: "title", cell: (delivery) => <RowLink href={`/deliveries/${delivery.id}`}>{delivery.eventType ?? "An event"}</RowLink> },
    { key: "endpoint", header: "Endpoint", track: "minmax(8rem,1.2fr)", onPhone: "title", cell: (delivery) => <EndpointCell delivery={delivery} endpointNames={endpointNames} isLink={without === "event"} /> },
    { key: "answer", header: "Last answer", track: "minmax(8rem,1fr)", cell: ({ lastStatusCode, lastError }) => <AnswerText statusCode={lastStatusCode} error={lastError} /> },
    { key: "attempts", header: "Attempts", track: "max-content", align: "end", cell: ({ attemptCount }) => attemptCount },
    { key: "next", header: "Next", track: "minmax(4.5rem,max-content)", align: "end", cell: (delivery) => <NextCell delivery={delivery} /> },
    { key: "made", header: "Made", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
  ];
  return <DataTable label={label} rows={deliveries} rowKey={({ id }) => id} columns={columns.filter(({ key }) => key !== without)} />;
}

function StateCell({ delivery }: { readonly delivery: Delivery }) {
  return (
    <span className="inline-flex items-center gap-1">
      <StateBadge state={deliveryState(delivery)} />
      {delivery.replayId === null ? null : <Badge icon={RotateCcw}>Replay</Badge>}
    </span>
  );
}

function EndpointCell({ delivery: { id, endpointId, url }, endpointNames, isLink }: { readonly delivery: Delivery; readonly endpointNames: ReadonlyMap<string, string>; readonly isLink: boolean }) {
  const name = endpointId === null ? `Copy to ${url === null ? "a URL" : (URL.parse(url)?.host ?? url)}` : (endpointNames.get(endpointId) ?? "Deleted endpoint");
  return isLink ? <RowLink href={`/deliveries/${id}`}>{name}</RowLink> : <span className="truncate">{name}</span>;
}

function NextCell({ delivery: { status, nextAttemptAt, held } }: { readonly delivery: Delivery }) {
  if (held) return <span className="text-soft">Held</span>;
  return status === "pending" && nextAttemptAt !== null ? <Countdown at={nextAttemptAt} /> : <span className="text-soft">–</span>;
}
