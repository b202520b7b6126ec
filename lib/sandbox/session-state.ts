import type { ProviderPlan } from "./provider-plan.ts";
import { type Operation, operations, type SandboxSession, type SessionPayment, type SessionState, type Step } from "./session-shape.ts";

/** Where a session stands: what the provider would say of it, whatever became of its messages. */
export interface Standing {
  readonly state: SessionState;
  readonly authorizedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly disputed: boolean;
  /** How many captures there were. */
  readonly captures: number;
}

const untouched: Standing = { state: "open", authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0, disputed: false, captures: 0 };

/** Follows from its steps alone. */
export function standingOf(amountMinor: number, { capture, steps }: SessionPayment): Standing {
  return steps.reduce<Standing>((at, step) => after(at, step, amountMinor, capture === "automatic"), untouched);
}

function after(at: Standing, step: Step, wholeMinor: number, atOnce: boolean): Standing {
  switch (step.action) {
    case "pay":
    case "challenge":
      if (step.result === "approved") return { ...at, state: atOnce ? "captured" : "authorized", authorizedMinor: wholeMinor, capturedMinor: atOnce ? wholeMinor : 0 };
      return { ...at, state: step.result === "challenged" ? "challenged" : step.result === "refused" ? "refused" : "declined" };
    case "capture":
      return { ...at, state: "captured", capturedMinor: at.capturedMinor + step.amountMinor, captures: at.captures + 1 };
    case "refund":
      return { ...at, refundedMinor: at.refundedMinor + step.amountMinor };
    case "void":
      return { ...at, state: "voided" };
    case "chargeback":
      return { ...at, disputed: true };
  }
}

/** More than this is no payment any more, and its row would grow without end. */
const mostSteps = 40;

type PossibleAction = SandboxSession["actions"][number];

/** What can be done now, and why the rest cannot. */
export function possibleActions(at: Standing, plan: ProviderPlan | null, providerName: string, steps: number, refused: string | null): PossibleAction[] {
  const all = refused ?? (steps >= mostSteps ? `A session takes ${String(mostSteps)} steps. Create another one.` : null) ?? (plan === null ? "Messages of this source are not about payments." : null);
  const entry = (action: PossibleAction["action"], why: string | null, mostMinor: number): PossibleAction => ({ action, possible: (all ?? why) === null, why: all ?? why, mostMinor: (all ?? why) === null ? mostMinor : 0 });
  return [
    entry("pay", at.state === "open" ? null : "It was paid, or tried: a session is paid once. Create another one.", 0),
    entry("challenge", at.state === "challenged" ? null : "No challenge waits for the customer.", 0),
    ...operations.map((operation) => {
      const most = mostOf(operation, at);
      return entry(operation, plan !== null && plan.operations[operation] === null ? `${providerName} sends no message of it.` : whyNot(operation, at, plan, most), most);
    }),
  ];
}

function mostOf(operation: Operation, at: Standing): number {
  if (operation === "capture") return at.authorizedMinor - at.capturedMinor;
  if (operation === "refund") return at.capturedMinor - at.refundedMinor;
  return operation === "void" ? at.authorizedMinor : at.capturedMinor;
}

function whyNot(operation: Operation, at: Standing, plan: ProviderPlan | null, mostMinor: number): string | null {
  if (at.authorizedMinor === 0) return "Nothing was authorized yet.";
  if (at.state === "voided") return "The payment was voided.";
  if (operation === "capture" && mostMinor === 0) return "All of it was captured.";
  if (operation === "capture" && at.captures > 0 && plan?.capturesInParts === false) return "This provider captures once.";
  if (operation === "void" && at.capturedMinor > 0) return "It was captured: refund it.";
  if (operation === "refund" && at.capturedMinor === 0) return "Nothing was captured yet: void it.";
  if (operation === "refund" && mostMinor === 0) return "All of it was refunded.";
  if (operation === "chargeback" && at.capturedMinor === 0) return "Nothing was captured that could be charged back.";
  if (operation === "chargeback" && at.disputed) return "It was charged back.";
  return null;
}
