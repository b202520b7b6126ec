import { ChallengeForm, PayForm } from "#components/sandbox/pay-form";
import { ButtonLink } from "#components/ui/button";
import { Money } from "#components/ui/money";
import { Notice } from "#components/ui/notice";
import { Facts } from "#components/ui/page-header";
import { providerById } from "#lib/providers/registry";
import { getSession } from "#lib/sandbox/read-sessions";
import { testCards } from "#lib/sandbox/test-cards";
import { misbehaviourTitles } from "#lib/simulator/misbehaviour";
import type { Metadata } from "next";
import { formatMinor } from "../../../../../../components/ui/money-format.ts";
import { found } from "../../../../../found.ts";
import { misbehaviourIn } from "../../../../../misbehaviour-in.ts";
import type { SearchParams } from "../../../../../search-params.ts";
import { signedIn } from "../../../../../signed-in.ts";

export const metadata: Metadata = { title: "Test payment" };

export default async function PayPage({ params, searchParams }: { readonly params: Promise<{ readonly id: string }>; readonly searchParams: Promise<SearchParams> }) {
  const { id } = await params;
  const actor = await signedIn(`/sandbox/sessions/${id}/pay`, "sandbox.use");
  const session = await found(getSession(actor, id));
  const misbehave = misbehaviourIn(await searchParams);
  const can = (action: "pay" | "challenge") => session.actions.some((one) => one.action === action && one.possible);
  const back = `/sandbox/sessions/${session.id}`;
  return (
    <>
      <Notice tone="warn" title="This is a test. No money moves.">
        <p>A payment page of Countersign’s sandbox, in the place of {providerById(session.provider).name}’s own. It takes the cards below and no others.</p>
      </Notice>
      <h1 className="text-lg font-semibold">Pay <Money {...session.amount} /></h1>
      <Facts rows={[{ name: "To", value: session.sourceName ?? "A source that was deleted" }, { name: "For the order", value: <span className="font-mono text-xs">{session.orderReference}</span> }]} />
      {misbehave === null ? null : <p className="text-sm text-warn">{`The messages about it will misbehave: ${misbehaviourTitles[misbehave]}.`}</p>}
      {can("pay") ? <PayForm sessionId={session.id} cards={testCards} amount={`${formatMinor(session.amount.amountMinor, 2)} ${session.amount.currency}`} misbehave={misbehave} /> : null}
      {can("challenge") ? <ChallengeForm sessionId={session.id} misbehave={misbehave} /> : null}
      {can("pay") || can("challenge") ? null : (
        <Notice tone="info" title="There is nothing to pay here any more">
          <p>{session.actions.find(({ action }) => action === "pay")?.why}</p>
        </Notice>
      )}
      <div>
        <ButtonLink href={back}>Back to the session</ButtonLink>
      </div>
    </>
  );
}
