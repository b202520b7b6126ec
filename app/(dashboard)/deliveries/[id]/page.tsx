import { AttemptComparison } from "#components/deliveries/attempt-comparison";
import { AttemptList } from "#components/deliveries/attempt-list";
import { AttemptView } from "#components/deliveries/attempt-view";
import { Countdown } from "#components/deliveries/countdown";
import { DeliveryActions } from "#components/deliveries/delivery-actions";
import { DeliveryFacts } from "#components/deliveries/delivery-facts";
import { ButtonLink } from "#components/ui/button";
import { PageHeader, Section } from "#components/ui/page-header";
import { StateBadge } from "#components/ui/state-badge";
import { may } from "#lib/access/may";
import type { Attempt } from "#lib/deliveries/delivery-shape";
import { getDelivery } from "#lib/deliveries/get-delivery";
import type { Metadata } from "next";
import { deliveryAnswer, deliveryState } from "../../../../components/deliveries/delivery-words.ts";
import { hostOf } from "../../../../components/endpoints/endpoint-words.ts";
import { typeWords } from "../../../../components/events/event-words.ts";
import { endpointNamesOf, endpointsOf } from "../../../endpoint-names.ts";
import { found } from "../../../found.ts";
import { firstValue, type SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Delivery" };

interface DeliveryPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export default async function DeliveryPage({ params, searchParams }: DeliveryPageProps) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const actor = await signedIn(`/deliveries/${id}`, "deliveries.read");
  const [delivery, names] = await Promise.all([found(getDelivery(actor, id)), endpointNamesOf(actor)]);
  const { attempts, endpointId, url, status } = delivery;
  const endpoint = endpointId === null ? `The copy’s target${url === null ? "" : ` ${hostOf(url)}`}` : (names.get(endpointId) ?? "The deleted endpoint");
  const shown = attemptOf(attempts, firstValue(asked, "attempt")) ?? attempts.at(-1);
  const against = attemptOf(attempts, firstValue(asked, "against")) ?? attempts.filter(({ number }) => shown !== undefined && number < shown.number).at(-1);
  const canRead = may(actor, "deliveries.readDetails");
  const isPending = status === "pending";
  const isHeldBack = (await endpointsOf(actor)).some((one) => one.id === endpointId && one.status === "enabled" && one.circuit !== "closed");
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {delivery.eventType === null ? "Delivery" : typeWords(delivery.eventType)}
            <StateBadge state={deliveryState(delivery)} />
          </span>
        }
        answer={
          <>
            {deliveryAnswer(delivery, endpoint)}
            {isPending && delivery.nextAttemptAt !== null && !delivery.held ? (
              <>
                {" "}
                The next attempt is <Countdown at={delivery.nextAttemptAt} />.{isHeldBack ? " Its endpoint keeps failing, so that only single tries are sent until it is back." : ""}
              </>
            ) : null}
          </>
        }
        actions={
          <>
            {may(actor, "deliveries.write") && status !== "succeeded" ? <DeliveryActions deliveryId={delivery.id} isPending={isPending} /> : null}
            <ButtonLink href={`/events/${delivery.eventId}`}>Its event</ButtonLink>
          </>
        }
      />
      <Section title={attempts.length === 0 ? "Attempts" : attempts.length === 1 ? "1 attempt" : `${String(attempts.length)} attempts`}>
        {attempts.length === 0 ? <p className="text-soft">{delivery.attemptCount > 0 ? "Its attempts are no longer kept." : "None yet."}</p> : <AttemptList deliveryId={delivery.id} attempts={attempts} shown={shown?.number ?? null} />}
      </Section>
      {shown === undefined ? null : <AttemptView deliveryId={delivery.id} attempt={shown} canRead={canRead} canUnmask={canRead && may(actor, "personal.read")} />}
      {shown === undefined || against === undefined || !canRead ? null : (
        <Section title="Compared with another attempt">
          <AttemptComparison deliveryId={delivery.id} attempts={attempts} left={against} right={shown} />
        </Section>
      )}
      <Section title="Facts">
        <DeliveryFacts delivery={delivery} endpointName={endpointId === null ? null : (names.get(endpointId) ?? null)} />
      </Section>
    </>
  );
}

function attemptOf(attempts: readonly Attempt[], number: string | undefined): Attempt | undefined {
  return attempts.find((attempt) => String(attempt.number) === number);
}
