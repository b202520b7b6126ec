import type { Prisma } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { isProviderId, providerById } from "#lib/providers/registry";
import { seededRandom } from "#lib/simulator/randomness";
import { simulatePayment, type SimulatedPayment } from "#lib/simulator/simulated-payment";
import type { ProviderPlan } from "./provider-plan.ts";
import { type SandboxSession, type SandboxSessionRow, sessionPayment, sessionStates } from "./session-shape.ts";
import { possibleActions, standingOf } from "./session-state.ts";
import { cardDetails, cardOutcomes } from "./test-cards.ts";
import { transactionResponse } from "./transaction-response.ts";

export type SessionRecord = Prisma.SandboxSessionGetPayload<object>;

/** The payment of a session as its messages tell it: the same every time. */
export function simulatedPaymentOf({ id, amountMinor, currency, createdAt, payment }: SessionRecord): SimulatedPayment {
  const told = simulatePayment(seededRandom(`sandbox ${id}`), Math.floor(createdAt.getTime() / 1000));
  const paid = sessionPayment.parse(payment).steps.find(({ card }) => card !== null)?.card;
  const card = cardOutcomes.find((one) => one === paid);
  return { ...told, amountMinor, currency, card: { ...told.card, ...(card === undefined ? {} : cardDetails(card)) } };
}

/** A session as the API says it. `refused`: why nothing can be sent for it any more. */
export function presentSession(record: SessionRecord, sourceName: string | null, plan: ProviderPlan | null, refused: string | null): SandboxSession {
  const payment = sessionPayment.parse(record.payment);
  const at = standingOf(Number(record.amountMinor), payment);
  const row = presentRow(record, sourceName);
  const money = (minor: number) => ({ ...row.amount, amountMinor: BigInt(minor) });
  return {
    ...row,
    capture: payment.capture,
    state: at.state,
    amounts: { authorized: money(at.authorizedMinor), captured: money(at.capturedMinor), refunded: money(at.refundedMinor) },
    disputed: at.disputed,
    orderReference: simulatedPaymentOf(record).orderReference,
    payUrl: `${installation().publicUrl}/sandbox/sessions/${row.id}/pay`,
    response: transactionResponse(payment.steps, payment.capture),
    actions: possibleActions(at, plan, providerById(row.provider).name, payment.steps.length, refused),
    steps: payment.steps,
  };
}

/** A session in the list. */
export function presentRow(record: Omit<SessionRecord, "payment">, sourceName: string | null): SandboxSessionRow {
  const { id, sourceId, provider, amountMinor, currency, state, createdBy, createdAt } = record;
  if (!isProviderId(provider)) throw new Error(`sandbox session ${id} is of an unknown provider`);
  const known = sessionStates.find((one) => one === state);
  if (known === undefined) throw new Error(`sandbox session ${id} is in an unknown state`);
  return { id: publicId("sandboxSession", id), sourceId: publicId("source", sourceId), sourceName, provider, amount: { amountMinor, currency, exponent: 2 }, state: known, createdBy, createdAt: createdAt.toISOString() };
}
