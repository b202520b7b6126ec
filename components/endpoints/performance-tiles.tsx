import Link from "next/link";
import type { EndpointPerformance } from "#lib/deliveries/endpoint-performance";
import { formatMs } from "../ui/duration-format.ts";
import { formatCount } from "../ui/money-format.ts";
import { successPercent } from "./endpoint-answer.ts";
import { HealthStrip } from "./health-strip.tsx";

/** The last 24 hours in figures and hour by hour. */
export function PerformanceTiles({ endpointId, performance, waiting }: { readonly endpointId: string; readonly performance: EndpointPerformance; /** Deliveries that did not end yet, as text: where there are very many, not counted to the end. */ readonly waiting: string }) {
  const { steps, succeeded, failed, averageMs, slowestMs } = performance;
  const list = `/deliveries?endpointId=${endpointId}`;
  return (
    <div className="flex flex-col gap-4 rounded-md border p-4">
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <Figure name="Success" value={successPercent(performance)} />
        <Figure name="Attempts taken" value={formatCount(succeeded)} href={`${list}&status=succeeded`} />
        <Figure name="Attempts failed" value={formatCount(failed)} ink={failed > 0 ? "text-bad" : ""} />
        <Figure name="Deliveries waiting" value={waiting} href={`${list}&status=pending`} />
        <Figure name="Average" value={averageMs === null ? "–" : formatMs(averageMs)} />
        <Figure name="Slowest" value={slowestMs === null ? "–" : formatMs(slowestMs)} />
      </dl>
      <div className="flex flex-col gap-1">
        <HealthStrip steps={steps} tall />
        <p aria-hidden className="flex justify-between text-xs text-soft">
          <span>24 hours ago</span>
          <span>Now</span>
        </p>
      </div>
    </div>
  );
}

function Figure({ name, value, href, ink = "" }: { readonly name: string; readonly value: string; readonly href?: string; readonly ink?: string }) {
  return (
    <div className="flex flex-col">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className={`tabular text-lg font-semibold ${ink}`}>
        {href === undefined ? (
          value
        ) : (
          <Link href={href} prefetch={false} className="underline decoration-line underline-offset-4 hover:decoration-ink">
            {value}
          </Link>
        )}
      </dd>
    </div>
  );
}
