import { UnusableFilter } from "#components/shell/unusable-filter";
import { ListTable } from "#components/validations/list-table";
import { NewList } from "#components/validations/new-list";
import { ValidationTabs } from "#components/validations/validation-tabs";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { may } from "#lib/access/may";
import { listsQuery, readLists } from "#lib/validations/read-lists";
import { ListChecks } from "lucide-react";
import type { Metadata } from "next";
import { readList } from "../../../read-list.ts";
import type { SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Lists of validations" };

export default async function ListsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn("/validations/lists", "validationLists.read");
  const list = await readList({ path: "/validations/lists", params, filters: [], schema: listsQuery, read: (query) => readLists(actor, query), byMode: false });
  return (
    <>
      <PageHeader title="Lists" answer="Customers, cards, countries and more that rules refer to by name. What stands on a list acts at once." actions={may(actor, "validationLists.write") ? <NewList /> : null} />
      <ValidationTabs current="/validations/lists" role={actor.role} />
      {!list.ok ? (
        <UnusableFilter detail={list.detail} href="/validations/lists" />
      ) : list.data.length === 0 ? (
        <EmptyState icon={ListChecks} title="No list yet">
          <p>A list holds values of one kind, such as customers who may always pay or cards that may not. A rule says what being on it means: “If the customer is on the list …, decline”.</p>
          <p>Make one, paste its values, and choose “is on the list” in a rule. Cards are entered as their first six digits, last four and expiry: a whole card number is never taken.</p>
        </EmptyState>
      ) : (
        <>
          <ListTable lists={list.data} />
          <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
        </>
      )}
    </>
  );
}
