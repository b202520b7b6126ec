import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import type { EndpointPerformance } from "#lib/deliveries/endpoint-performance";
import { formatMs } from "../ui/duration-format.ts";
import { formatCount } from "../ui/money-format.ts";
import { formatExact, formatRelative } from "../ui/time-format.ts";
import { disabledWords } from "./endpoint-words.ts";

interface Now {
  readonly nowMs: number;
  readonly timeZone: string;
}

/** How an endpoint fares, in a sentence or two: the first thing that its page says. */
export function endpointAnswer(endpoint: Endpoint, performance: EndpointPerformance, { nowMs, timeZone }: Now): string {
  if (endpoint.status === "disabled") return `Disabled: no deliveries are made for it. ${disabledWords[endpoint.disabledReason ?? "by_hand"].what}`;
  if (endpoint.status === "paused") return `Paused: deliveries are made and wait until it is resumed. ${lastDay(performance)}`;
  const { circuitOpenedAt, nextProbeAt, holdUntil } = performance;
  if (endpoint.circuit !== "closed") {
    const since = circuitOpenedAt === null ? "" : ` since ${formatExact(Date.parse(circuitOpenedAt), timeZone)}`;
    return `Circuit ${endpoint.circuit === "open" ? "open" : "half open"}${since}: it failed so often that only single tries are sent. ${nextTry(endpoint, nextProbeAt, nowMs, timeZone)} ${lastDay(performance)}`;
  }
  if (holdUntil !== null && Date.parse(holdUntil) > nowMs) return `Held back: it asked for nothing before ${formatExact(Date.parse(holdUntil), timeZone)}. ${lastDay(performance)}`;
  if (endpoint.failingSince !== null) return `Failing since ${formatExact(Date.parse(endpoint.failingSince), timeZone)}: nothing was taken since then. ${lastDay(performance)}`;
  return performance.succeeded + performance.failed === 0 ? "Ready. Nothing was sent to it in the last 24 hours." : `Delivering: ${lastDay(performance)}`;
}

function nextTry({ circuit }: Endpoint, nextProbeAt: string | null, nowMs: number, timeZone: string): string {
  if (circuit === "half_open") return "One is under way, or the next answers decide whether it closes.";
  if (nextProbeAt === null || Date.parse(nextProbeAt) <= nowMs) return "The next try goes out with the next delivery.";
  return `The next try is ${formatRelative(Date.parse(nextProbeAt), nowMs, timeZone)}.`;
}

/** `1 204 of 1 210 attempts were taken in the last 24 hours, 45 ms on average.` */
export function lastDay({ succeeded, failed, averageMs }: EndpointPerformance): string {
  const total = succeeded + failed;
  if (total === 0) return "Nothing was sent to it in the last 24 hours.";
  return `${formatCount(succeeded)} of ${formatCount(total)} ${total === 1 ? "attempt was" : "attempts were"} taken in the last 24 hours${averageMs === null ? "" : `, ${formatMs(averageMs)} on average`}.`;
}

/** `99.5 %`; never rounded up to a hundred. */
export function successPercent({ succeeded, failed }: Pick<EndpointPerformance, "succeeded" | "failed">): string {
  const total = succeeded + failed;
  if (total === 0) return "–";
  if (failed === 0) return "100 %";
  return `${(Math.floor((succeeded * 1000) / total) / 10).toFixed(1)} %`;
}
