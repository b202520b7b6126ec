import { CircleAlert, CircleCheck, CirclePause, Layers, type LucideIcon, ShieldAlert } from "lucide-react";
import Link from "next/link";
import type { Overview } from "#lib/stats/stats-shape";
import { classNames } from "../ui/class-names.ts";
import { formatCount } from "../ui/money-format.ts";
import type { ModeChoice } from "../ui/preferences.ts";

const tiles = [
  { outcome: "accepted", text: "Accepted", icon: CircleCheck, ink: "text-good" },
  { outcome: "duplicate", text: "Duplicates", icon: Layers, ink: "text-soft" },
  { outcome: "conflict", text: "Conflicts", icon: CircleAlert, ink: "text-warn" },
  { outcome: "quarantined", text: "Set aside", icon: CirclePause, ink: "text-warn" },
  { outcome: "rejected", text: "Rejected", icon: ShieldAlert, ink: "text-bad" },
] as const satisfies readonly { outcome: string; text: string; icon: LucideIcon; ink: string }[];

/** What became of today's requests; each figure leads to the list behind it. */
export function TodayCounts({ today, mode, timeZone }: { readonly today: Overview["today"]; readonly mode: ModeChoice; readonly timeZone: string }) {
  return (
    <div className="flex flex-col gap-2">
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {tiles.map(({ outcome, text, icon: Icon, ink }) => {
          const count = today[outcome];
          return (
            <li key={outcome}>
              <Link href={`/requests?outcome=${outcome}&from=${encodeURIComponent(today.since)}&mode=${mode}`} prefetch={false} className="flex flex-col gap-1 rounded-md border p-3 hover:bg-hover">
                <span className="flex items-center gap-1.5 text-sm text-soft">
                  <Icon aria-hidden className={classNames("size-4", count === 0 ? "text-soft" : ink)} />
                  {text}
                </span>
                <span className={classNames("tabular text-xl font-semibold", count === 0 && "text-soft")}>{formatCount(count)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <p className="text-sm text-soft">
        {formatCount(today.total)} {today.total === 1 ? "request" : "requests"} since midnight, {timeZone}.
      </p>
    </div>
  );
}
