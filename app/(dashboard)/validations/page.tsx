import { UnusableFilter } from "#components/shell/unusable-filter";
import { EmptyValidations } from "#components/validations/empty-validations";
import { NoValidationSource } from "#components/validations/no-validation-source";
import { ValidationFigures } from "#components/validations/validation-figures";
import { ValidationTable } from "#components/validations/validation-table";
import { ValidationTabs } from "#components/validations/validation-tabs";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { RowsSkeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { may } from "#lib/access/may";
import { listValidations } from "#lib/validations/read-validations";
import { validationsQuery, validationStatsQuery } from "#lib/validations/validation-queries";
import { validationStats } from "#lib/validations/validation-stats";
import type { Metadata } from "next";
import { statsAnswer } from "../../../components/validations/validation-words.ts";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";
import { validationSourcesOf } from "../../validation-sources.ts";

export const metadata: Metadata = { title: "Validations" };

const filters = ["sourceId", "action", "rule", "ruleSetId", "fallbackUsed", "from", "to"];

export default async function ValidationsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/validations", pick(params, [...filters, "mode"])), "validations.read");
  const sources = await validationSourcesOf(actor);
  const asked = validationStatsQuery.safeParse(pick(params, ["sourceId", "mode", "from", "to"]));
  const read = async () => {
    const list = await readList({ path: "/validations", params, filters, schema: validationsQuery, read: (query) => listValidations(actor, query) });
    const stats = await validationStats(actor, asked.data ?? {});
    return { list, stats };
  };
  const isEmptyHouse = sources.length === 0;
  return (
    <>
      <PageHeader title="Validations" answer="What was decided on payments before they were tried, and why." />
      <ValidationTabs current="/validations" role={actor.role} />
      {isEmptyHouse ? (
        <NoValidationSource canCreate={may(actor, "sources.write")} />
      ) : (
        <>
          <FilterBar
            filters={[
              { name: "action", label: "Decision", kind: "choice", choices: [{ value: "approve", text: "Approved" }, { value: "decline", text: "Declined" }] },
              { name: "sourceId", label: "Source", kind: "choice", choices: sources.map(({ id, name }) => ({ value: id, text: name })) },
              { name: "rule", label: "Rule", kind: "text" },
              { name: "fallbackUsed", label: "Fallback", kind: "choice", choices: [{ value: "true", text: "Used" }, { value: "false", text: "Not used" }], rare: true },
              { name: "from", label: "From", kind: "moment" },
              { name: "to", label: "Until", kind: "moment" },
            ]}
          />
          <Streamed read={read} skeleton={<RowsSkeleton />}>
            {({ list, stats }) =>
              !list.ok ? (
                <UnusableFilter detail={list.detail} href="/validations" />
              ) : (
                <>
                  {stats.total === 0 ? null : <ValidationFigures stats={stats} answer={statsAnswer(stats, asked.data?.from === undefined && asked.data?.to === undefined)} sourceId={asked.data?.sourceId === undefined ? null : (pick(params, ["sourceId"])["sourceId"] ?? null)} />}
                  {list.data.length === 0 ? <EmptyValidations filtered={list.filtered} url={sources.find(({ validationUrl }) => validationUrl !== null)?.validationUrl ?? null} /> : <ValidationTable validations={list.data} sourceNames={new Map(sources.map(({ id, name }) => [id, name]))} />}
                  <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
                </>
              )
            }
          </Streamed>
        </>
      )}
    </>
  );
}
