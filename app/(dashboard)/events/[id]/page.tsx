import { EventEffect } from "#components/events/event-effect";
import { EventFacts } from "#components/events/event-facts";
import { EventPayload } from "#components/events/event-payload";
import { RetryEventButton } from "#components/events/retry-event-button";
import { EventDeliveries } from "#components/deliveries/event-deliveries";
import { ReplayEvent } from "#components/replays/replay-event";
import { CopyAsCurl } from "#components/requests/copy-as-curl";
import { HeaderTable } from "#components/requests/header-table";
import { VerifiedBy } from "#components/requests/verified-by";
import { ButtonLink } from "#components/ui/button";
import { Money } from "#components/ui/money";
import { ErasedNotice } from "#components/requests/erased-notice";
import { Notice } from "#components/ui/notice";
import { PageHeader, Section } from "#components/ui/page-header";
import { ModeBadge, StateBadge } from "#components/ui/state-badge";
import { TextLink } from "#components/ui/text-link";
import { may } from "#lib/access/may";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { getEvent } from "#lib/events/get-event";
import { getRequest } from "#lib/events/get-request";
import { providerById } from "#lib/providers/registry";
import type { EventDetail } from "#lib/events/event-shape";
import type { Metadata } from "next";
import { eventAmount } from "../../../../components/events/event-amount.ts";
import { eventAnswer, typeWords } from "../../../../components/events/event-words.ts";
import { signedTexts } from "../../../../components/requests/signed-text.ts";
import { endpointName } from "../../../../components/endpoints/endpoint-words.ts";
import { endpointNamesOf, endpointsOf } from "../../../endpoint-names.ts";
import { found } from "../../../found.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourceOf } from "../../../source-of.ts";
import { transactionOf } from "../../../transaction-of.ts";

export const metadata: Metadata = { title: "Event" };

export default async function EventPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/events/${id}`, "events.read");
  const event = await found(getEvent(actor, id));
  const [request, source, transaction, deliveries, names, endpoints] = await Promise.all([
    found(getRequest(actor, event.requestId)),
    sourceOf(actor, event.sourceId),
    transactionOf(actor, event.transactionId),
    listDeliveries(actor, deliveriesQuery.parse({ eventId: event.id, limit: "20" })),
    endpointNamesOf(actor),
    endpointsOf(actor),
  ]);
  const targets = endpoints.filter(({ status, mode }) => status !== "disabled" && mode === event.mode).map((endpoint) => ({ value: endpoint.id, text: endpointName(endpoint) }));
  const amount = eventAmount(source, request, event.id);
  const canUnmask = may(actor, "personal.read");
  const url = source?.webhookUrl ?? null;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {event.type === null ? "Event" : typeWords(event.type)}
            {amount === null ? null : <Money {...amount} />}
            <StateBadge state={event.state} />
            <ModeBadge mode={event.mode} />
          </span>
        }
        answer={eventAnswer(event, providerById(event.provider).name)}
        actions={
          <>
            {event.state === "failed" && may(actor, "events.retry") ? <RetryEventButton eventId={event.id} /> : null}
            {event.type !== null && may(actor, "replays.write") ? <ReplayEvent eventId={event.id} endpoints={targets} /> : null}
            <ButtonLink href={`/requests/${event.requestId}`}>Its request</ButtonLink>
            {url !== null && request.bodyKept && canUnmask ? <CopyAsCurl requestId={request.id} url={url} headers={request.headers} /> : null}
          </>
        }
      />
      {event.hasConflict ? (
        <Notice tone="warn" title="A repeat of it said something else">
          <p>
            The first version stands. <TextLink href={`/requests?sourceId=${event.sourceId}&outcome=conflict&mode=all`}>Look at the conflicts of this source</TextLink>, and ask the provider which version holds.
          </p>
        </Notice>
      ) : null}
      {event.error === null ? null : (
        <Notice tone="bad" title="It could not be read into an event">
          <p>{event.error}</p>
        </Notice>
      )}
      {transaction === null ? null : (
        <Section title="What it did">
          <EventEffect eventId={event.id} transaction={transaction} />
        </Section>
      )}
      <Section title="Deliveries" actions={deliveries.nextCursor === null ? null : <TextLink href={`/deliveries?eventId=${event.id}`}>All its deliveries</TextLink>}>
        <EventDeliveries deliveries={deliveries.data} endpointNames={names} />
      </Section>
      <Section title="Facts">
        <EventFacts event={event} />
      </Section>
      <ErasedNotice at={event.erasedAt} />
      <Section title="Payload">
        <Payload event={event} canUnmask={canUnmask} />
      </Section>
      <Section title="How it was verified">
        <VerifiedBy source={source} keyId={request.keyId} signed={source === null ? [] : signedTexts(source, request)} masked={request.masked} />
      </Section>
      <Section title="Headers">
        <HeaderTable headers={request.headers} />
      </Section>
    </>
  );
}

function Payload({ event, canUnmask }: { readonly event: EventDetail; readonly canUnmask: boolean }) {
  if (event.payload !== null) return <EventPayload eventId={event.id} text={event.payload.text} canUnmask={canUnmask} />;
  return (
    <p className="text-soft">
      The body is not JSON. <TextLink href={`/requests/${event.requestId}`}>Its request has the bytes</TextLink>.
    </p>
  );
}
