import { AlertList } from "#components/alerts/alert-list";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { TabLinks } from "#components/ui/tab-links";
import { may } from "#lib/access/may";
import { alertsQuery, countAlerts, listAlerts } from "#lib/alerts/list-alerts";
import { BellRing } from "lucide-react";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import { firstValue, hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Alerts" };

const filters = ["state", "rule", "sourceId", "endpointId"];
const tabs = [
  { href: "/alerts", text: "Now" },
  { href: "/alerts?state=resolved", text: "Resolved" },
];

export default async function AlertsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/alerts", pick(params, filters)), "alerts.read");
  const read = (query: ReturnType<typeof alertsQuery.parse>) => listAlerts(actor, { ...query, state: query.state ?? "unresolved" });
  const [list, { open }] = await Promise.all([readList({ path: "/alerts", params, filters, schema: alertsQuery, read, byMode: false }), countAlerts(actor)]);
  const isPast = firstValue(params, "state") === "resolved";
  const actions = may(actor, "settings.write") ? <ButtonLink href="/settings#alerts">Where alerts go</ButtonLink> : null;
  return (
    <>
      <PageHeader title="Alerts" answer={open === 0 ? "Nothing waits for anybody." : `${String(open)} ${open === 1 ? "alert waits" : "alerts wait"} for somebody to look after ${open === 1 ? "it" : "them"}.`} actions={actions} />
      <TabLinks label="Alerts" tabs={tabs} current={isPast ? "/alerts?state=resolved" : "/alerts"} />
      {!list.ok ? (
        <UnusableFilter detail={list.detail} href="/alerts" />
      ) : list.data.length === 0 ? (
        <EmptyState icon={BellRing} title={isPast ? "Nothing was over yet" : "Nothing is wrong"}>
          <p>An alert opens when messages fail verification or stop, when they stay in quarantine, cannot be read or contradict one another, when a key nears its end, when an endpoint fails or is disabled, when the queue grows old, and when no worker runs.</p>
          <p>It is told once here, and by mail and webhook where the settings name them. It is over by itself when its reason is.</p>
        </EmptyState>
      ) : (
        <>
          <AlertList alerts={list.data} canAcknowledge={may(actor, "alerts.acknowledge")} />
          <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
        </>
      )}
    </>
  );
}
