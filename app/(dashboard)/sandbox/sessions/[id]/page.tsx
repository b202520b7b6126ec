import { DeliveryTable } from "#components/deliveries/delivery-table";
import { EventDeliveries } from "#components/deliveries/event-deliveries";
import { GuideStep, guideSteps } from "#components/sandbox/guide-steps";
import { MisbehaveChoice } from "#components/sandbox/misbehave-choice";
import { OperationPanel } from "#components/sandbox/operation-panel";
import { ResponseView } from "#components/sandbox/response-view";
import { SentMessages } from "#components/sandbox/sent-messages";
import { AmountsBar } from "#components/transactions/amounts-bar";
import { TransactionAnswerText } from "#components/transactions/transaction-answer-text";
import { TransactionBadges } from "#components/transactions/transaction-badges";
import { ButtonLink } from "#components/ui/button";
import { Money } from "#components/ui/money";
import { Facts, PageHeader, Section } from "#components/ui/page-header";
import { ShortId } from "#components/ui/short-id";
import { Badge } from "#components/ui/state-badge";
import { TextLink } from "#components/ui/text-link";
import { listDeliveriesOfEvents } from "#lib/deliveries/list-deliveries-of-events";
import { providerById } from "#lib/providers/registry";
import { getSession } from "#lib/sandbox/read-sessions";
import { readTrace, type Trace } from "#lib/sandbox/read-trace";
import { operations, type SandboxSession } from "#lib/sandbox/session-shape";
import { getTransaction } from "#lib/transactions/get-transaction";
import type { Metadata } from "next";
import { sessionAnswer, stateWords } from "../../../../../components/sandbox/sandbox-words.ts";
import { endpointNamesOf } from "../../../../endpoint-names.ts";
import { found } from "../../../../found.ts";
import { misbehaviourIn } from "../../../../misbehaviour-in.ts";
import { hrefWith, type SearchParams } from "../../../../search-params.ts";
import { type Person, signedIn } from "../../../../signed-in.ts";

export const metadata: Metadata = { title: "Sandbox session" };

export default async function SandboxSessionPage({ params, searchParams }: { readonly params: Promise<{ readonly id: string }>; readonly searchParams: Promise<SearchParams> }) {
  const { id } = await params;
  const actor = await signedIn(`/sandbox/sessions/${id}`, "sandbox.use");
  const session = await found(getSession(actor, id));
  const misbehave = misbehaviourIn(await searchParams);
  const trace = await readTrace(actor, session);
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Money {...session.amount} />
            <Badge tone={stateWords[session.state].tone}>{stateWords[session.state].word}</Badge>
          </span>
        }
        answer={sessionAnswer(session)}
      />
      <div className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <Guide session={session} misbehave={misbehave} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Live actor={actor} session={session} trace={trace} />
        </div>
      </div>
      <Section title="Deliveries">{trace.eventIds.length === 0 ? <p className="text-soft">What your own servers get appears here.</p> : <Sent actor={actor} trace={trace} />}</Section>
    </>
  );
}

function Guide({ session, misbehave }: { readonly session: SandboxSession; readonly misbehave: ReturnType<typeof misbehaviourIn> }) {
  const [basics, payment, response, later, test] = guideSteps;
  const payable = session.actions.find(({ action, possible }) => (action === "pay" || action === "challenge") && possible);
  const payHref = hrefWith(`/sandbox/sessions/${session.id}/pay`, { misbehave });
  return (
    <>
      <GuideStep number={1} title={basics.title}>
        <Facts
          rows={[
            { name: "Session", value: <ShortId id={session.id} what="session" whole /> },
            { name: "Provider", value: providerById(session.provider).name },
            { name: "Source", value: session.sourceName === null ? "Deleted source" : <TextLink href={`/sources/${session.sourceId}`}>{session.sourceName}</TextLink> },
            { name: "Your reference", value: <ShortId id={session.orderReference} what="reference" whole /> },
            { name: "Money is taken", value: session.capture === "automatic" ? "At once" : "By a capture" },
          ]}
        />
      </GuideStep>
      <GuideStep number={2} title={payment.title}>
        <p className="max-w-[65ch] text-soft">{payable === undefined ? (session.actions.find(({ action }) => action === "pay")?.why ?? "It was paid.") : payment.says}</p>
        {payable === undefined ? null : (
          <div>
            <ButtonLink href={payHref} look="primary">
              {payable.action === "challenge" ? "Go on with the bank’s check" : "Open the payment page"}
            </ButtonLink>
          </div>
        )}
      </GuideStep>
      <GuideStep number={3} title={response.title}>
        <ResponseView response={session.response} />
      </GuideStep>
      <GuideStep number={4} title={later.title}>
        <div className="grid gap-3 sm:grid-cols-2">
          {operations.map((operation) => {
            const { possible, why, mostMinor } = session.actions.find(({ action }) => action === operation) ?? { possible: false, why: null, mostMinor: 0 };
            return <OperationPanel key={operation} sessionId={session.id} operation={operation} possible={possible} why={why} mostMinor={mostMinor} misbehave={misbehave} />;
          })}
        </div>
      </GuideStep>
      <GuideStep number={5} title={test.title}>
        <p className="max-w-[65ch] text-soft">Holds for everything that is sent from here on, the payment too. A message that was not taken would be sent again by the provider; here it is sent once.</p>
        <MisbehaveChoice chosen={misbehave} />
      </GuideStep>
    </>
  );
}

async function Live({ actor, session, trace }: { readonly actor: Person; readonly session: SandboxSession; readonly trace: Trace }) {
  const transaction = trace.transactionId === null ? null : await getTransaction(actor, trace.transactionId);
  return (
    <>
      <Section title="Transaction" actions={transaction === null ? null : <TextLink href={`/transactions/${transaction.id}`}>Open it</TextLink>}>
        {transaction === null ? (
          <p className="text-soft">No message about a payment was taken yet.</p>
        ) : (
          <>
            <div className="flex flex-wrap gap-1">
              <TransactionBadges transaction={transaction} />
            </div>
            <p>
              <TransactionAnswerText told={transaction} />
            </p>
            <AmountsBar amounts={transaction.amounts} fees={transaction.amounts.fees} />
          </>
        )}
      </Section>
      <Section title="Messages and our answers">
        <SentMessages session={session} />
      </Section>
    </>
  );
}

async function Sent({ actor, trace }: { readonly actor: Person; readonly trace: Trace }) {
  const [deliveries, endpointNames] = await Promise.all([listDeliveriesOfEvents(actor, trace.eventIds, 5), endpointNamesOf(actor)]);
  const sent = trace.eventIds.flatMap((eventId) => deliveries.get(eventId)?.deliveries ?? []);
  if (sent.length === 0) return <EventDeliveries deliveries={[]} endpointNames={endpointNames} />;
  return <DeliveryTable deliveries={sent} endpointNames={endpointNames} />;
}
