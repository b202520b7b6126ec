import type { Rebuild } from "#lib/transactions/rebuild-shape";
import { formatCount } from "../ui/money-format.ts";
import { viewHref } from "../views/view-address.ts";

/** How a rebuild stands, in one or two sentences. */
export function rebuildAnswer({ state, phase, done, total, changed }: Rebuild): string {
  const so = changed === 0 ? "nothing changed" : changed === 1 ? "1 transaction changed" : `${formatCount(changed)} transactions changed`;
  switch (state) {
    case "running":
      return phase === "events" ? `All transactions are done, ${so} so far; now messages that belong to none are looked through.` : `It runs in the background: ${so} so far. This page may be left.`;
    case "canceled":
      return `It was canceled after ${formatCount(done)} of ${formatCount(total)}; ${so}, and stays so.`;
    case "completed":
      return `Done: ${so}.`;
    case "failed":
      return `It ended early after ${formatCount(done)} of ${formatCount(total)}; ${so}. It can be started again.`;
  }
}

/** The list of transactions that a rebuild's filter finds. */
export function filterHref(filter: Rebuild["filter"]): string {
  return viewHref("/transactions", paramsOf(filter).toString());
}

/** `status captured, currency EUR`, or everything. */
export function filterWords(filter: Rebuild["filter"]): string {
  const words = [...paramsOf(filter)].map(([name, value]) => `${name} ${value}`);
  return words.length === 0 ? "All transactions" : words.join(", ");
}

function paramsOf(filter: Rebuild["filter"]): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[name, String(value)]] : [])));
}
