import { RebuildButton } from "#components/rebuilds/rebuild-button";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { EmptyTransactions } from "#components/transactions/empty-transactions";
import { ExportButton } from "#components/transactions/export-button";
import { TotalsSkeleton, TotalsStrip } from "#components/transactions/totals-strip";
import { TransactionTable } from "#components/transactions/transaction-table";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { RowsSkeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { SaveView } from "#components/views/save-view";
import { SavedViews } from "#components/views/saved-views";
import { may } from "#lib/access/may";
import { installation } from "#lib/platform/installation";
import { isoExponent } from "#lib/providers/currency-exponents";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { listViews } from "#lib/views/list-views";
import type { Metadata } from "next";
import { transactionFilterNames, transactionFilters } from "../../../components/transactions/transaction-filters.ts";
import { viewQueryOf } from "../../../components/views/view-address.ts";
import { readList } from "../../read-list.ts";
import { firstValue, hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";
import { sourcesOf } from "../../source-names.ts";
import { totalsOf } from "./totals-of.ts";

export const metadata: Metadata = { title: "Transactions" };

export default async function TransactionsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const given = pick(params, [...transactionFilterNames, "mode"]);
  const actor = await signedIn(hrefWith("/transactions", given), "transactions.read");
  const read = () => readList({ path: "/transactions", params, filters: transactionFilterNames, schema: transactionsQuery, read: (query) => listTransactions(actor, query) });
  const [sources, views] = await Promise.all([sourcesOf(actor), listViews(actor, { list: "transactions" })]);
  const query = viewQueryOf(new URLSearchParams(given).toString());
  const currency = firstValue(params, "currency")?.toUpperCase();
  return (
    <>
      <PageHeader
        title="Transactions"
        answer="Payments and payouts, each put together from everything its provider said about it."
        actions={
          <>
            {may(actor, "transactions.rebuild") ? <RebuildButton query={query} /> : null}
            <ExportButton query={query} />
          </>
        }
      />
      <SavedViews path="/transactions" views={views.data} canShare={may(actor, "views.share")} />
      <FilterBar
        search={{ name: "q", placeholder: "Any reference, last four, e-mail, amount" }}
        filters={transactionFilters(sources.map(({ id, name }) => ({ value: id, text: name })), currency === undefined ? 2 : isoExponent(currency))}
      >
        <SaveView list="transactions" views={views.data} canShare={may(actor, "views.share")} />
      </FilterBar>
      <Streamed patienceMs={40} read={() => totalsOf(actor, query)} skeleton={<TotalsSkeleton />}>
        {(totals, isLate) => <TotalsStrip totals={totals} isLate={isLate} />}
      </Streamed>
      <Streamed read={read} skeleton={<RowsSkeleton />}>
        {(list) =>
          !list.ok ? (
            <UnusableFilter detail={list.detail} href="/transactions" />
          ) : list.data.length === 0 ? (
            <EmptyTransactions filtered={list.filtered} noSources={sources.length === 0} canCreate={may(actor, "sources.write")} publicUrl={installation().publicUrl} searched={firstValue(params, "q")} />
          ) : (
            <>
              <TransactionTable transactions={list.data} sourceNames={new Map(sources.map(({ id, name }) => [id, name]))} />
              <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
            </>
          )
        }
      </Streamed>
    </>
  );
}
