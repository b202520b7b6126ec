import type { Queue } from "#lib/deliveries/queue-shape";
import { formatCount } from "../ui/money-format.ts";
import { TimeText } from "../ui/time-text.tsx";

/** The queue in figures, and who works on it. */
export function QueueTiles({ queue }: { readonly queue: Queue }) {
  const { depth, due, running, held, pendingEvents, failedEvents, oldestDueAt, workers } = queue;
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        <Tile name="Not ended yet" value={depth} />
        <Tile name="Due now" value={due} />
        <Tile name="Under way" value={running} />
        <Tile name="Held by paused sources" value={held} />
        <Tile name="Events to read" value={pendingEvents} />
        <Tile name="Events that failed" value={failedEvents} isBad />
      </dl>
      <p className="text-sm text-soft">
        {oldestDueAt === null ? "Nothing is due." : <>The oldest has been due since <TimeText at={oldestDueAt} as="both" />.</>}{" "}
        {workers.map(({ processId, lastBeatAt }) => (
          <span key={processId}>
            Worker {processId} last seen <TimeText at={lastBeatAt} />.{" "}
          </span>
        ))}
      </p>
    </div>
  );
}

function Tile({ name, value, isBad = false }: { readonly name: string; readonly value: number; readonly isBad?: boolean }) {
  return (
    <div className="flex flex-col gap-1 rounded-md border p-3">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className={`tabular text-xl font-semibold ${value === 0 ? "text-soft" : isBad ? "text-bad" : ""}`}>{formatCount(value)}</dd>
    </div>
  );
}
