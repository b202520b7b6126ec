"use client";

import { formatExact, formatRelative } from "./time-format.ts";
import { useTime } from "./time-provider.tsx";

/** A moment: relative in lists with the exact time on hover, or exact with its zone. `at` is RFC 3339. */
export function TimeText({ at, as = "relative" }: { readonly at: string; readonly as?: "relative" | "exact" | "both" }) {
  const { timeZone, nowMs } = useTime();
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return <span>{at}</span>;
  const exact = formatExact(ms, timeZone);
  const relative = formatRelative(ms, Math.max(nowMs, 0), timeZone);
  // Node and the browser may name a zone differently (GMT+1, CET): the browser's words win after hydration.
  return (
    <time dateTime={at} title={as === "relative" ? exact : at} className="tabular whitespace-nowrap" suppressHydrationWarning>
      {as === "relative" ? relative : as === "exact" ? exact : `${exact} (${relative})`}
    </time>
  );
}
