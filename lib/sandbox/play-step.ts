import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import type { Misbehaviour } from "#lib/simulator/misbehaviour";
import type { SimulatedOperation } from "#lib/simulator/simulated-operation";
import type { SandboxSource } from "./open-sandbox-source.ts";
import { simulatedPaymentOf, type SessionRecord } from "./present-session.ts";
import { readValidation } from "./read-answer.ts";
import { findMarkedRequests } from "./find-marked-requests.ts";
import { type MarkedMessage, sendMessages } from "./send-messages.ts";
import { type SentMessage, sessionPayment, type Step, type StepAction, type StepResult } from "./session-shape.ts";
import { cardDetails, type CardOutcome } from "./test-cards.ts";

/** What is to be done, checked. */
export interface PlannedStep {
  readonly action: StepAction;
  readonly card: CardOutcome | null;
  /** Of a challenge: how it ends. */
  readonly passed: boolean;
  readonly amountMinor: number;
  readonly misbehave: Misbehaviour | null;
}

/** Does what the provider does: decides, and tells us by its messages. */
export async function playStep(record: SessionRecord, source: SandboxSource, planned: PlannedStep): Promise<Step> {
  const { action, card, amountMinor, misbehave } = planned;
  const { steps, capture } = sessionPayment.parse(record.payment);
  const told = simulatedPaymentOf(record);
  const payment = card === null ? told : { ...told, card: { ...told.card, ...cardDetails(card) } };
  const mark = `${publicId("sandboxSession", record.id)}-${String(steps.length + 1)}`;
  const startedMs = systemClock.now();
  const at = new Date(startedMs).toISOString();
  const linked = async (messages: readonly MarkedMessage[]): Promise<SentMessage[]> => {
    const kept = await findMarkedRequests(source.id, startedMs, messages.filter(({ kind, status }) => kind === "validation" && status === 200).map((message) => message.mark));
    return messages.map(({ mark: own, ...message }) => ({ ...message, requestId: kept.get(own) ?? null }));
  };
  const step = { action, amountMinor, card, misbehave, at };
  const common = { source, payment, misbehave };
  const asked = action === "pay" && source.plan.validates ? await sendMessages({ ...common, types: ["validation"], misbehave: null, mark: `${mark}v` }) : [];
  const [question] = asked;
  const verdict = question === undefined ? null : readValidation(question.status, question.answer);
  if (verdict?.goesOn === false) {
    // Praxis tells of a refused attempt as of any other that failed.
    const messages = await sendMessages({ ...common, types: source.plan.declined, mark });
    return { ...step, result: "refused", description: verdict.description, messages: await linked([...asked, ...messages]) };
  }
  const result = resultOf(planned);
  const operation = action === "capture" || action === "refund" || action === "chargeback" ? { operation: operationOf(steps, action, amountMinor) } : {};
  const messages = await sendMessages({ ...common, ...operation, types: typesOf(planned, result, source, capture), mark });
  return { ...step, result, description: null, messages: await linked([...asked, ...messages]) };
}

/** Which of its kind it is, and what they come to with those before it. */
function operationOf(steps: readonly Step[], action: Step["action"], amountMinor: number): SimulatedOperation {
  const before = steps.filter((step) => step.action === action);
  const totalMinor = BigInt(before.reduce((sum, step) => sum + step.amountMinor, amountMinor));
  // Prahsys names the transaction that a refund acts on.
  const on = action === "refund" && steps.some((step) => step.action === "capture") ? { on: "capture" } : {};
  return { name: before.length === 0 ? "" : String(before.length + 1), amountMinor: BigInt(amountMinor), totalMinor, ...on };
}

function resultOf({ action, card, passed }: PlannedStep): StepResult {
  if (action === "challenge") return passed ? "approved" : "not_authenticated";
  if (action !== "pay") return "done";
  return card === "challenge" ? "challenged" : (card ?? "declined");
}

function typesOf({ action }: PlannedStep, result: StepResult, { plan }: SandboxSource, capture: "automatic" | "manual"): readonly string[] {
  if (action !== "pay" && action !== "challenge") return plan.operations[action] ?? [];
  switch (result) {
    case "approved":
      if (capture === "manual") return plan.authorized;
      return action === "challenge" ? plan.paidAfterChallenge : plan.paid;
    case "challenged":
      return plan.challenge;
    case "not_authenticated":
      return plan.notAuthenticated;
    default:
      return plan.declined;
  }
}
