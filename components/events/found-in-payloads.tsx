"use client";

import { ArrowDown, SearchX, Square } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { EventTable } from "./event-table.tsx";
import { type PayloadSearching, usePayloadSearch } from "./use-payload-search.ts";

interface FoundInPayloadsProps {
  /** Of `GET /events/search`, range included. */
  readonly query: Readonly<Record<string, string>>;
  readonly sourceNames: ReadonlyMap<string, string>;
  readonly canUnmask: boolean;
}

/** Searches back through a range piece by piece, and shows what was found and how far it is. */
export function FoundInPayloads({ query, sourceNames, canUnmask }: FoundInPayloadsProps) {
  const search = usePayloadSearch(query);
  return (
    <div className="flex flex-col gap-4">
      <Progress search={search} />
      {search.problem === null ? null : (
        <Notice tone="bad" title="The search stopped" alert>
          <p>{search.problem}</p>
        </Notice>
      )}
      {search.events.length > 0 ? <EventTable events={search.events} sourceNames={sourceNames} /> : null}
      {search.events.length === 0 && search.state === "done" ? (
        <EmptyState icon={SearchX} title="No message of this range holds this text">
          <p>
            It is looked for exactly, capitals and spaces included: try a shorter part of it, or another range.
            {canUnmask ? "" : " Names, e-mail addresses and other personal fields are not searched for you."}
          </p>
        </EmptyState>
      ) : null}
    </div>
  );
}

function Progress({ search }: { readonly search: PayloadSearching }) {
  const { events, state, percent, searchedFrom } = search;
  const found = events.length === 1 ? "1 event" : `${formatCount(events.length)} events`;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status">
          <span className="font-medium">{found}</span> <span className="text-soft">{state === "done" ? "in all that was received since" : "so far; looked at back to"}</span> <TimeText at={searchedFrom} as="exact" />
        </p>
        {state === "searching" ? (
          <Button onClick={search.stop}>
            <Square aria-hidden className="size-3.5" />
            Stop
          </Button>
        ) : state === "done" ? null : (
          <Button onClick={search.goOn}>
            <ArrowDown aria-hidden className="size-4" />
            Search further back
          </Button>
        )}
      </div>
      {state === "done" ? null : (
        <div role="progressbar" aria-label="Part of the range that was looked at" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-2 overflow-hidden rounded-sm bg-hover">
          <div className="h-full rounded-sm bg-accent-solid transition-[width]" style={{ width: `${String(percent)}%` }} />
        </div>
      )}
    </div>
  );
}
