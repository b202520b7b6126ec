import { AuditTable } from "#components/audit/audit-table";
import { VerifyChain } from "#components/audit/verify-chain";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { EmptyState } from "#components/ui/empty-state";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { actorTypes, auditQuery, getAuditHead, listAudit } from "#lib/audit/list-audit";
import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { actorKind } from "../../../components/audit/audit-words.ts";
import { formatCount } from "../../../components/ui/money-format.ts";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Audit" };

const filters = ["actor", "action", "subject", "from", "to"];

export default async function AuditPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/audit", pick(params, filters)), "audit.read");
  const [list, head] = await Promise.all([readList({ path: "/audit", params, filters, schema: auditQuery, read: (query) => listAudit(actor, query), byMode: false }), getAuditHead(actor)]);
  const isKind = actorTypes.some((type) => type === params["actor"]) || params["actor"] === undefined;
  return (
    <>
      <PageHeader title="Audit" answer={`${formatCount(head.position)} ${head.position === 1 ? "entry" : "entries"}: who changed what, and who looked at personal data. Nothing here is ever changed or removed.`} actions={<VerifyChain total={head.position} head={head.anchor} />} />
      {!list.ok ? (
        <UnusableFilter detail={list.detail} href="/audit" />
      ) : list.data.length === 0 && !list.filtered ? (
        <EmptyState icon={ScrollText} title="Nothing was done yet">
          <p>Every change stands here with who made it, from where, and what was before: sources, keys, endpoints, people, settings.</p>
        </EmptyState>
      ) : (
        <>
          <FilterBar
            filters={[
              isKind ? { name: "actor", label: "Who", kind: "choice", choices: actorTypes.map((type) => ({ value: type, text: actorKind(type) })) } : { name: "actor", label: "Who", kind: "text" },
              { name: "action", label: "What", kind: "text" },
              { name: "subject", label: "To what", kind: "text" },
              { name: "from", label: "From", kind: "moment" },
              { name: "to", label: "To", kind: "moment" },
            ]}
          />
          {list.data.length === 0 ? <p className="text-soft">No entry fits these filters. Actions look like source.update, or source.* for all of a noun; subjects are ids such as src_… or kinds such as source.</p> : <AuditTable entries={list.data} />}
          <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
        </>
      )}
    </>
  );
}
