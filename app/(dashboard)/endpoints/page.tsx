import { EmptyEndpoints } from "#components/endpoints/empty-endpoints";
import { EndpointTable } from "#components/endpoints/endpoint-table";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { RowsSkeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { may } from "#lib/access/may";
import { endpointPerformance } from "#lib/deliveries/endpoint-performance";
import { endpointsQuery, listEndpoints } from "#lib/endpoints/list-endpoints";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";
import { sourceNamesOf } from "../../source-names.ts";

export const metadata: Metadata = { title: "Endpoints" };

const filters = ["status"];

export default async function EndpointsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/endpoints", pick(params, [...filters, "mode"])), "endpoints.read");
  const canCreate = may(actor, "endpoints.write");
  const read = async () => {
    const list = await readList({ path: "/endpoints", params, filters, schema: endpointsQuery, read: (query) => listEndpoints(actor, query) });
    const ids = list.ok ? list.data.map(({ id }) => id) : [];
    const [performances, sourceNames] = await Promise.all([endpointPerformance(actor, ids), sourceNamesOf(actor)]);
    return { list, performances, sourceNames };
  };
  const create = (
    <ButtonLink href="/endpoints/new" look="primary">
      <Plus aria-hidden className="size-4" />
      New endpoint
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title="Endpoints" answer="Your own servers that events are sent to: signed, tried again for 24 hours, one never held up by another." actions={canCreate ? create : null} />
      <Streamed read={read} skeleton={<RowsSkeleton rows={5} />}>
        {({ list, performances, sourceNames }) =>
          !list.ok ? (
            <UnusableFilter detail={list.detail} href="/endpoints" />
          ) : (
            <>
              {list.data.length === 0 && !list.filtered ? null : (
                <FilterBar
                  filters={[
                    {
                      name: "status",
                      label: "State",
                      kind: "choice",
                      choices: [
                        { value: "enabled", text: "Enabled" },
                        { value: "paused", text: "Paused" },
                        { value: "disabled", text: "Disabled" },
                      ],
                    },
                  ]}
                />
              )}
              {list.data.length === 0 ? <EmptyEndpoints filtered={list.filtered} canCreate={canCreate} /> : <EndpointTable endpoints={list.data} performances={performances} sourceNames={sourceNames} />}
              <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
            </>
          )
        }
      </Streamed>
    </>
  );
}
