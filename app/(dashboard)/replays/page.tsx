import { DeliveryTabs } from "#components/deliveries/delivery-tabs";
import { ReplayTable } from "#components/replays/replay-table";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { may } from "#lib/access/may";
import { listReplays, replaysQuery } from "#lib/deliveries/read-replays";
import { RotateCcw } from "lucide-react";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Replays" };

const filters = ["state"];
const states = [
  { value: "awaiting_approval", text: "Needs approval" },
  { value: "running", text: "Running" },
  { value: "paused", text: "Paused" },
  { value: "completed", text: "Completed" },
  { value: "canceled", text: "Canceled" },
  { value: "failed", text: "Failed" },
];

export default async function ReplaysPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/replays", pick(params, filters)), "replays.read");
  const list = await readList({ path: "/replays", params, filters, schema: replaysQuery, read: (query) => listReplays(actor, query), byMode: false });
  return (
    <>
      <PageHeader title="Replays" answer="Events that were sent again on demand: one by hand, or many by filter, newest replay first." />
      <DeliveryTabs current="/replays" withQueue={may(actor, "queue.read")} />
      {!list.ok ? (
        <UnusableFilter detail={list.detail} href="/replays" />
      ) : list.data.length === 0 && !list.filtered ? (
        <EmptyState icon={RotateCcw} title="Nothing was sent again yet" action={<ButtonLink href="/events">Go to the events</ButtonLink>}>
          <p>When a receiver lost events, or a new one should get earlier ones, send them again: one from its own page, or what a filter finds from the list of events. What would be sent is shown first, in numbers.</p>
        </EmptyState>
      ) : (
        <>
          <FilterBar filters={[{ name: "state", label: "State", kind: "choice", choices: states }]} />
          {list.data.length === 0 ? <p className="text-soft">No replay is in this state.</p> : <ReplayTable replays={list.data} />}
          <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
        </>
      )}
    </>
  );
}
