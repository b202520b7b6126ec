import { DeliveryTable } from "#components/deliveries/delivery-table";
import { ChangeHistory } from "#components/endpoints/change-history";
import { EndpointActions } from "#components/endpoints/endpoint-actions";
import { EndpointBadges } from "#components/endpoints/endpoint-badges";
import { EndpointFacts } from "#components/endpoints/endpoint-facts";
import { EndpointSecretOnce } from "#components/endpoints/endpoint-secret-once";
import { EndpointTrouble } from "#components/endpoints/endpoint-trouble";
import { PerformanceTiles } from "#components/endpoints/performance-tiles";
import { SecretTable } from "#components/endpoints/secret-table";
import { SendTest } from "#components/endpoints/send-test";
import { ReplayMany } from "#components/replays/replay-many";
import { CodeTabs, type CodeTab } from "#components/ui/code-tabs";
import { PageHeader, Section } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { endpointPerformance } from "#lib/deliveries/endpoint-performance";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import { listEndpointChanges } from "#lib/endpoints/list-endpoint-changes";
import { verificationCode } from "#lib/endpoints/verification-code";
import type { Metadata } from "next";
import { endpointAnswer } from "../../../../components/endpoints/endpoint-answer.ts";
import { endpointName } from "../../../../components/endpoints/endpoint-words.ts";
import { found } from "../../../found.ts";
import { readPreferences } from "../../../read-preferences.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourceNamesOf } from "../../../source-names.ts";

export const metadata: Metadata = { title: "Endpoint" };

export default async function EndpointPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/endpoints/${id}`, "endpoints.read");
  const endpoint = await found(getEndpoint(actor, id));
  const detailed = may(actor, "endpoints.readDetails");
  const [performances, recent, waiting, changes, sourceNames, preferences] = await Promise.all([
    endpointPerformance(actor, [endpoint.id]),
    listDeliveries(actor, deliveriesQuery.parse({ endpointId: endpoint.id, limit: "10" })),
    listDeliveries(actor, deliveriesQuery.parse({ endpointId: endpoint.id, status: "pending", limit: "200" })),
    detailed ? listEndpointChanges(actor, endpoint.id, { limit: 10 }) : null,
    sourceNamesOf(actor),
    readPreferences(),
  ]);
  const performance = performances.get(endpoint.id);
  const name = endpointName(endpoint);
  const timeZone = preferences.zone === "utc" ? "UTC" : (preferences.browserZone ?? "UTC");
  const canWrite = may(actor, "endpoints.write");
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {name}
            <EndpointBadges endpoint={endpoint} />
          </span>
        }
        answer={performance === undefined ? null : endpointAnswer(endpoint, performance, { nowMs: Date.now(), timeZone })}
        actions={
          <>
            {may(actor, "endpoints.test") ? <SendTest endpointId={endpoint.id} /> : null}
            {may(actor, "replays.write") && endpoint.status !== "disabled" ? (
              <ReplayMany filter={{ mode: endpoint.mode }} words={`All ${endpoint.mode} events that it takes`} endpoints={[{ value: endpoint.id, text: name }]} button="Send what it missed" asksFrom />
            ) : null}
            {canWrite ? <EndpointActions endpoint={endpoint} name={name} waiting={waiting.data.length} hasMoreWaiting={waiting.nextCursor !== null} /> : null}
          </>
        }
      />
      <EndpointSecretOnce endpointId={endpoint.id} />
      <EndpointTrouble endpoint={endpoint} />
      {performance === undefined ? null : (
        <Section title="Last 24 hours">
          <PerformanceTiles endpointId={endpoint.id} performance={performance} waiting={waiting.nextCursor === null ? String(waiting.data.length) : `${String(waiting.data.length)}+`} />
        </Section>
      )}
      <Section title="Recent deliveries" actions={<TextLink href={`/deliveries?endpointId=${endpoint.id}`}>All its deliveries</TextLink>}>
        {recent.data.length === 0 ? <p className="text-soft">None yet. Send a test, or wait for the next event that it takes.</p> : <DeliveryTable label="Recent deliveries" deliveries={recent.data} endpointNames={new Map([[endpoint.id, name]])} without="endpoint" />}
      </Section>
      <Section title="Facts">
        <EndpointFacts endpoint={endpoint} sourceNames={sourceNames} />
      </Section>
      {detailed ? (
        <>
          <Section title="Secrets" actions={canWrite ? <TextLink href={`/endpoints/${endpoint.id}/rotate`}>Rotate the secret</TextLink> : null}>
            <SecretTable secrets={endpoint.secrets} />
          </Section>
          <Section title="Verify what arrives" id="verify">
            <p className="max-w-[75ch] text-soft">Your server proves with the secret that a delivery comes from here and was not changed. Take the raw bytes of the body, before any framework has parsed them.</p>
            <CodeTabs label="Language" tabs={codeTabs()} />
          </Section>
          <Section title="History of changes">
            <ChangeHistory endpointId={endpoint.id} changes={changes?.data ?? []} canChange={canWrite} />
          </Section>
        </>
      ) : null}
    </>
  );
}

function codeTabs(): readonly [CodeTab, ...CodeTab[]] {
  const [first, ...others] = verificationCode.map(({ language, name, fileName, code }) => ({ key: language, name, fileName, code }));
  if (first === undefined) throw new Error("There is no code for any language.");
  return [first, ...others];
}
