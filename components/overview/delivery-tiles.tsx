import Link from "next/link";
import type { DeliveryOverview } from "#lib/deliveries/delivery-overview";
import { successPercent } from "../endpoints/endpoint-answer.ts";
import { formatMs } from "../ui/duration-format.ts";
import { formatCount } from "../ui/money-format.ts";
import { TimeText } from "../ui/time-text.tsx";

/** How sending fares; each figure leads to what is behind it. */
export function DeliveryTiles({ deliveries }: { readonly deliveries: DeliveryOverview }) {
  const { succeeded, failed, averageMs, waiting, oldestDueAt } = deliveries;
  return (
    <div className="flex flex-col gap-2">
      <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Tile name="Success" value={successPercent(deliveries)} href="/endpoints" isQuiet={succeeded + failed === 0} />
        <Tile name="Attempts failed" value={formatCount(failed)} href="/endpoints" isQuiet={failed === 0} />
        <Tile name="Average" value={averageMs === null ? "–" : formatMs(averageMs)} href="/endpoints" isQuiet={averageMs === null} />
        <Tile name="Waiting" value={formatCount(waiting)} href="/deliveries?status=pending" isQuiet={waiting === 0} />
      </ul>
      <p className="text-sm text-soft">
        {formatCount(succeeded + failed)} attempts in the last 24 hours. {oldestDueAt === null ? "Nothing is late." : <>The oldest that is due waits since <TimeText at={oldestDueAt} />.</>}
      </p>
    </div>
  );
}

function Tile({ name, value, href, isQuiet }: { readonly name: string; readonly value: string; readonly href: string; readonly isQuiet: boolean }) {
  return (
    <li>
      <Link href={href} prefetch={false} className="flex flex-col gap-1 rounded-md border p-3 hover:bg-hover">
        <span className="text-sm text-soft">{name}</span>
        <span className={`tabular text-xl font-semibold ${isQuiet ? "text-soft" : ""}`}>{value}</span>
      </Link>
    </li>
  );
}
