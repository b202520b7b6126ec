"use client";

import { useEffect, useState } from "react";
import type { Event } from "#lib/events/event-shape";
import { payloadSearchShape } from "#lib/events/payload-search-shape";
import { apiCall } from "../api-call.ts";

export interface PayloadSearching {
  readonly events: readonly Event[];
  /** `paused`: stopped by hand, by a full page or by a refusal; there is more to look at. */
  readonly state: "searching" | "paused" | "done";
  /** RFC 3339: what was received since then was looked at. */
  readonly searchedFrom: string;
  readonly percent: number;
  /** Why it stopped, where something went wrong. */
  readonly problem: string | null;
  readonly stop: () => void;
  readonly goOn: () => void;
}

/** So many are shown before it waits for a word to go on. */
const enough = 50;

interface Progress {
  readonly events: readonly Event[];
  readonly cursor: string | null;
  readonly searchedFrom: string;
  readonly problem: string | null;
}

/** Asks for page after page of `GET /events/search`, each of which covers a part of the range. */
export function usePayloadSearch(given: Readonly<Record<string, string>>): PayloadSearching {
  // The range as it was when the search began: a page that is drawn again must not begin it again.
  const [query] = useState(given);
  const [state, setState] = useState<PayloadSearching["state"]>("searching");
  const [progress, setProgress] = useState<Progress>({ events: [], cursor: null, searchedFrom: query["to"] ?? "", problem: null });
  const [wanted, setWanted] = useState(enough);
  const { cursor } = progress;
  const isFull = progress.events.length >= wanted;

  useEffect(() => {
    if (state !== "searching" || isFull) return;
    let current = true;
    void nextPage(query, cursor).then((page) => {
      if (!current) return;
      if (typeof page === "string") {
        setState("paused");
        setProgress((before) => ({ ...before, problem: page }));
        return;
      }
      setProgress((before) => withPage(before, page));
      if (page.nextCursor === null) setState("done");
    });
    return () => {
      current = false;
    };
  }, [query, cursor, state, isFull]);

  return {
    ...progress,
    state: state === "searching" && isFull ? "paused" : state,
    percent: percentOf(query, progress.searchedFrom),
    stop: () => setState("paused"),
    goOn: () => {
      setWanted(progress.events.length + enough);
      setProgress({ ...progress, problem: null });
      setState("searching");
    },
  };
}

type Page = Omit<Progress, "cursor" | "problem"> & { readonly nextCursor: string | null };

/** A text is what went wrong. */
async function nextPage(query: Readonly<Record<string, string>>, cursor: string | null): Promise<Page | string> {
  const result = await apiCall("GET", `/events/search?${new URLSearchParams({ ...query, limit: String(enough), ...(cursor === null ? {} : { cursor }) }).toString()}`);
  if (!result.ok) return result.detail;
  const page = payloadSearchShape.safeParse(result.body);
  return page.success ? { events: page.data.data, nextCursor: page.data.nextCursor, searchedFrom: page.data.searchedFrom } : "The answer cannot be read: this page is of another version than the server. Reload it.";
}

function withPage(before: Progress, { events, nextCursor, searchedFrom }: Page): Progress {
  const known = new Set(before.events.map(({ id }) => id));
  return { events: [...before.events, ...events.filter(({ id }) => !known.has(id))], cursor: nextCursor, searchedFrom, problem: null };
}

function percentOf({ from, to }: Readonly<Record<string, string>>, searchedFrom: string): number {
  const [fromMs, toMs, atMs] = [Date.parse(from ?? ""), Date.parse(to ?? ""), Date.parse(searchedFrom)];
  return toMs > fromMs ? Math.min(100, Math.max(0, Math.floor(((toMs - atMs) * 100) / (toMs - fromMs)))) : 100;
}
