import { longestSearchDays } from "#lib/events/payload-search-shape";

const dayMs = 86_400_000;
/** Where nobody says from when. */
const usualDays = 7;

/** The range that a search looks through, where its address names a part of it or nothing: the last days. Texts that are no times stay. */
export function searchedRange({ from, to }: { readonly from?: string; readonly to?: string }, nowMs: number): { readonly from: string; readonly to: string } {
  const fromMs = Date.parse(from ?? "");
  const lastMs = from === undefined || Number.isNaN(fromMs) ? nowMs : Math.min(nowMs, fromMs + longestSearchDays * dayMs);
  const until = to ?? new Date(Math.max(lastMs, Number.isNaN(fromMs) ? 0 : fromMs + 1)).toISOString();
  const untilMs = Date.parse(until);
  return { from: from ?? new Date((Number.isNaN(untilMs) ? nowMs : untilMs) - usualDays * dayMs).toISOString(), to: until };
}
