import type { Replay } from "#lib/deliveries/replay-shape";
import { formatCount } from "../ui/money-format.ts";
import { viewHref } from "../views/view-address.ts";

type Told = Pick<Replay, "state" | "total" | "done" | "succeeded" | "failed" | "error">;

/** How a replay stands, in one or two sentences. */
export function replayAnswer({ state, total, done, succeeded, failed, error }: Told): string {
  const deliveries = `${formatCount(total)} ${total === 1 ? "delivery" : "deliveries"}`;
  const so = `${formatCount(succeeded)} ${succeeded === 1 ? "was" : "were"} taken${failed > 0 ? `, ${formatCount(failed)} failed` : ""}`;
  switch (state) {
    case "awaiting_approval":
      if (done > 0) return `It grew to ${deliveries} since it was planned, which is so many that a second person has to approve the rest: ${so} so far.`;
      return `${deliveries} are planned, which is so many that a second person has to approve it. Nothing was sent yet.`;
    case "running":
      return `It runs in the background, behind new events: ${so} so far. This page may be left.`;
    case "paused":
      return `Paused after ${formatCount(done)} of ${deliveries}: ${so}.`;
    case "canceled":
      return `It was canceled: ${so}, and nothing more is sent.`;
    case "completed":
      return `Done: ${so}.${error === "gone" ? " Some of its events are no longer kept." : ""}`;
    case "failed":
      return `It ended early: ${so}.${error === "gone" ? " Its events are no longer kept." : ""}`;
  }
}

/** The list of events that a replay's filter finds. */
export function replayFilterHref(filter: Replay["filter"]): string {
  return viewHref("/events", new URLSearchParams(filter).toString());
}

/** `type payment.*, mode live`, or all of them. */
export function replayFilterWords(filter: Readonly<Record<string, string>>): string {
  const words = Object.entries(filter).map(([name, value]) => `${filterNames.get(name) ?? name} ${value}`);
  return words.length === 0 ? "All events that are kept" : words.join(", ");
}

const filterNames: ReadonlyMap<string, string> = new Map([["sourceId", "source"], ["providerType", "provider’s type"], ["transactionId", "transaction"], ["q", "search"], ["to", "until"]]);
