import { SourceTable } from "#components/sources/source-table";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { may } from "#lib/access/may";
import { listSources, sourcesQuery } from "#lib/sources/list-sources";
import { Inbox, Plus } from "lucide-react";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/sources", pick(params, ["mode"])), "sources.read");
  const list = await readList({ path: "/sources", params, filters: [], schema: sourcesQuery, read: (query) => listSources(actor, query) });
  const canCreate = may(actor, "sources.write");
  const create = (
    <ButtonLink href="/sources/new" look="primary">
      <Plus aria-hidden className="size-4" />
      New source
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="Sources" answer="The accounts at payment providers that send to you: each with its URL, its keys, and what came last." actions={canCreate ? create : null} />
      {!list.ok ? (
        <UnusableFilter detail={list.detail} href="/sources" />
      ) : list.data.length === 0 ? (
        <EmptyState icon={Inbox} title={list.filtered ? "No source of this mode" : "No source yet"} action={canCreate ? create : null}>
          <p>A source gives you the URL to register at Adyen, Praxis, Prahsys, Stripe or any gateway that signs its webhooks, and keeps the key that proves its messages. {canCreate ? "It takes three steps." : "An admin creates sources."}</p>
        </EmptyState>
      ) : (
        <>
          <SourceTable sources={list.data} withKeys={may(actor, "sources.readDetails")} />
          <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
        </>
      )}
    </>
  );
}
