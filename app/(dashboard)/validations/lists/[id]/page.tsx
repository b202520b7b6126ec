import { UnusableFilter } from "#components/shell/unusable-filter";
import { AddEntries } from "#components/validations/add-entries";
import { DeleteList } from "#components/validations/delete-list";
import { EntryTable } from "#components/validations/entry-table";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader, Section } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { entriesQuery, getList, readEntries } from "#lib/validations/read-lists";
import { systemClock } from "#lib/platform/clock";
import type { Metadata } from "next";
import { fieldLabels } from "../../../../../components/validations/field-labels.ts";
import { formatCount } from "../../../../../components/ui/money-format.ts";
import { found } from "../../../../found.ts";
import { readList } from "../../../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../../../search-params.ts";
import { signedIn } from "../../../../signed-in.ts";

export const metadata: Metadata = { title: "List of validations" };

export default async function ListPage({ params, searchParams }: { readonly params: Promise<{ readonly id: string }>; readonly searchParams: Promise<SearchParams> }) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const path = `/validations/lists/${id}`;
  const actor = await signedIn(hrefWith(path, pick(query, ["q"])), "validationLists.read");
  const list = await found(getList(actor, id));
  const entries = await readList({ path, params: query, filters: ["q"], schema: entriesQuery, read: (asked) => readEntries(actor, list.id, asked), byMode: false });
  const canWrite = may(actor, "validationLists.write");
  return (
    <>
      <PageHeader
        title={list.name}
        answer={`${formatCount(list.entryCount)} ${list.entryCount === 1 ? "entry" : "entries"}, each compared with: ${fieldLabels[list.field].toLowerCase()}.${list.description === "" ? "" : ` ${list.description}.`}`}
        actions={
          canWrite ? (
            <>
              <DeleteList list={list} />
              <AddEntries listId={list.id} field={list.field} />
            </>
          ) : null
        }
      />
      <Section title="Used by">
        {list.usedBy.length === 0 ? (
          <p className="text-soft">No rules refer to it: what stands on it has no effect.</p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {list.usedBy.map(({ ruleSetId, version, state }) => (
              <li key={ruleSetId}>
                <TextLink href={`/validations/rules/${ruleSetId}`}>Version {version}</TextLink> <span className="text-soft">({state === "shadow" ? "runs beside" : state})</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Entries">
        {!entries.ok ? (
          <UnusableFilter detail={entries.detail} href={path} />
        ) : (
          <>
            {entries.data.length === 0 && !entries.filtered ? null : <FilterBar filters={[]} search={{ name: "q", placeholder: "A part of a value or note" }} />}
            {entries.data.length === 0 ? <p className="text-soft">{entries.filtered ? "No entry holds this." : "Nothing stands on it yet. Add values one by one, or paste many, one on each line."}</p> : <EntryTable listId={list.id} entries={entries.data} canWrite={canWrite} nowMs={systemClock.now()} />}
            <Pagination firstHref={entries.firstHref} nextHref={entries.nextHref} />
          </>
        )}
      </Section>
    </>
  );
}
