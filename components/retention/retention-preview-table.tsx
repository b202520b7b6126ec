import { CalendarCheck } from "lucide-react";
import type { RetentionPreview } from "#lib/retention/retention-shape";
import { formatBytes } from "../ui/byte-format.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatCount } from "../ui/money-format.ts";

const words = { requests: "Requests", events: "Events", attempts: "Attempts" } as const;

/** What retention would drop today, month by month; what has to be done before a month may go stands beside it. */
export function RetentionPreviewTable({ preview }: { readonly preview: RetentionPreview }) {
  const going = preview.kinds.filter(({ months }) => months.length > 0);
  if (going.length === 0) {
    return (
      <EmptyState icon={CalendarCheck} title="Nothing would go today">
        <p>Whole months are dropped, in UTC: one goes when its last day is older than its kind is kept, by every source with rows in it. Nothing that is stored now is that old.</p>
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {going.map(({ kind, rows, bytes, months }) => (
        <section key={kind} aria-label={words[kind]} className="flex flex-col gap-2">
          <h3 className="font-medium">
            {words[kind]}: about {formatCount(Math.round(rows))} rows, {formatBytes(bytes)}
          </h3>
          <div tabIndex={0} role="region" aria-label={`Months of ${kind}`} className="overflow-x-auto rounded-md border">
            <table className="w-full text-left">
              <thead className="border-b text-sm text-soft">
                <tr>
                  <th scope="col" className="px-3 py-2 font-medium">Month</th>
                  <th scope="col" className="px-3 py-2 text-right font-medium">Rows, about</th>
                  <th scope="col" className="px-3 py-2 text-right font-medium">Size</th>
                  <th scope="col" className="px-3 py-2 font-medium">When</th>
                </tr>
              </thead>
              <tbody>
                {months.map(({ month, rows: ofMonth, bytes: size, waitingEvents, waitingDeliveries }) => (
                  <tr key={month} className="border-b last:border-b-0">
                    <td className="mono px-3 py-2">{month}</td>
                    <td className="tabular px-3 py-2 text-right">{formatCount(Math.round(ofMonth))}</td>
                    <td className="tabular px-3 py-2 text-right whitespace-nowrap">{formatBytes(size)}</td>
                    <td className="px-3 py-2">{waitingEvents + waitingDeliveries === 0 ? "Within ten minutes" : waitingWords(waitingEvents, waitingDeliveries)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  );
}

export function waitingWords(events: number, deliveries: number): string {
  const parts = [
    ...(events === 0 ? [] : [`${formatCount(events)} ${events === 1 ? "event is" : "events are"} read`]),
    ...(deliveries === 0 ? [] : [`${formatCount(deliveries)} ${deliveries === 1 ? "delivery is" : "deliveries are"} done`]),
  ];
  return `Not before ${parts.join(" and ")}`;
}
