import { OverviewAlerts } from "#components/alerts/overview-alerts";
import { DeliveryTiles } from "#components/overview/delivery-tiles";
import { EndpointAlarm } from "#components/overview/endpoint-alarm";
import { FirstSteps } from "#components/overview/first-steps";
import { LatestFailures } from "#components/overview/latest-failures";
import { OverviewSources } from "#components/overview/overview-sources";
import { PaymentsChart } from "#components/overview/payments-chart";
import { TodayCounts } from "#components/overview/today-counts";
import { OpenAnomalies } from "#components/transactions/open-anomalies";
import { PageHeader, Section } from "#components/ui/page-header";
import { Skeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { alertsQuery, listAlerts } from "#lib/alerts/list-alerts";
import { deliveryOverview } from "#lib/deliveries/delivery-overview";
import { systemClock } from "#lib/platform/clock";
import { overview } from "#lib/stats/overview";
import { paymentStats, paymentStatsQuery } from "#lib/stats/payment-stats";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { CircleAlert, CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { parseModeChoice } from "../../components/ui/preferences.ts";
import { readSettings } from "#lib/settings/read-settings";
import { readPreferences } from "../read-preferences.ts";
import { firstValue, type SearchParams } from "../search-params.ts";
import { signedIn } from "../signed-in.ts";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const actor = await signedIn("/", "stats.read");
  const [params, preferences] = await Promise.all([searchParams, readPreferences()]);
  const given = firstValue(params, "mode");
  const mode = given === undefined ? preferences.mode : parseModeChoice(given);
  const timeZone = preferences.zone === "utc" ? "UTC" : (preferences.browserZone ?? (await readSettings()).timeZone);
  const inMode: { readonly mode?: "test" | "live" } = mode === "all" ? {} : { mode };
  const [seen, unusual, deliveries, alerts] = await Promise.all([
    overview(actor, { timeZone, ...inMode }),
    listTransactions(actor, transactionsQuery.parse({ anomaly: "any", limit: "5", ...inMode })),
    deliveryOverview(actor, inMode.mode),
    listAlerts(actor, alertsQuery.parse({ state: "open", limit: "5" })),
  ]);
  if (seen.sources.length === 0) {
    return (
      <>
        <PageHeader title="Overview" answer={seen.sentence} />
        <FirstSteps canCreate={may(actor, "sources.write")} mode={mode} />
      </>
    );
  }
  const troubled = deliveries?.troubled ?? [];
  const allRight = seen.allRight && troubled.length === 0 && alerts.data.length === 0;
  const Icon = allRight ? CircleCheck : CircleAlert;
  return (
    <>
      <PageHeader
        title="Overview"
        answer={
          <span className="flex items-start gap-2 text-ink">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${allRight ? "text-good" : "text-warn"}`} />
            {seen.allRight && !allRight ? (troubled.length > 0 ? "Messages arrive, but not all of them can be delivered." : "Messages arrive and are verified; an alert is open.") : seen.sentence}
          </span>
        }
      />
      <OverviewAlerts alerts={alerts.data} />
      <EndpointAlarm endpoints={troubled} />
      <Section title="Payments of the last 31 days" actions={<TextLink href={`/transactions?mode=${mode}`}>All transactions</TextLink>}>
        <Streamed patienceMs={60} read={() => paymentStats(actor, paymentStatsQuery.parse({ timeZone, ...inMode }))} skeleton={<Skeleton className="h-48 w-full" />}>
          {(stats) => <PaymentsChart stats={stats} mode={mode} timeZone={timeZone} nowMs={systemClock.now()} />}
        </Streamed>
      </Section>
      <Section title="Requests today">
        <TodayCounts today={seen.today} mode={mode} timeZone={timeZone} />
      </Section>
      <Section title="Worth a look" actions={<TextLink href={`/transactions?anomaly=any&mode=${mode}`}>All with an open anomaly</TextLink>}>
        <OpenAnomalies transactions={unusual.data} />
      </Section>
      {deliveries === null ? null : (
        <Section title="Deliveries" actions={<TextLink href={`/endpoints?mode=${mode}`}>All endpoints</TextLink>}>
          <DeliveryTiles deliveries={deliveries} />
        </Section>
      )}
      <Section title="Sources" actions={<TextLink href={`/sources?mode=${mode}`}>All sources</TextLink>}>
        <OverviewSources sources={seen.sources} />
      </Section>
      <Section title="Latest failures" actions={<TextLink href={`/requests?outcome=rejected&mode=${mode}`}>All rejected requests</TextLink>}>
        <LatestFailures failures={seen.latestFailures} />
      </Section>
    </>
  );
}
