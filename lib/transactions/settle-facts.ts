import { compareFacts, type PlacedFact, type SettledFact, type SettledKind } from "./fact-order.ts";

/**
 * Finds out what each fact acts on, which only the other facts can tell: what a void takes back, and which operation a
 * failure or a closing speaks of when it has a reference of its own. Takes and gives facts in their order.
 */
export function settleFacts(facts: readonly PlacedFact[]): readonly SettledFact[] {
  return facts.flatMap((fact, index) => settleOne(fact, facts, index)).sort(compareFacts);
}

function settleOne(fact: PlacedFact, facts: readonly PlacedFact[], index: number): readonly SettledFact[] {
  switch (fact.kind) {
    case "void":
      return settleVoid(fact, facts);
    case "capture_failed":
      return [{ ...fact, kind: "capture_failed", operation: failedCapture(fact, facts) }];
    case "refund_canceled":
      return [{ ...fact, kind: "refund_canceled", operation: canceledRefund(fact, facts) }];
    case "refund_reversed":
      return [{ ...fact, kind: "refund_reversed", operation: reversedRefund(fact, facts.slice(0, index)) }];
    case "chargeback_reversed":
    case "chargeback_lost":
    case "inquiry_closed":
      return [{ ...fact, kind: fact.kind, operation: closedDispute(fact, facts.slice(0, index)) }];
    default:
      return [{ ...fact, kind: fact.kind }];
  }
}

const has = (facts: readonly PlacedFact[], operation: string, ...kinds: readonly PlacedFact["kind"][]): boolean =>
  facts.some((fact) => fact.operation === operation && !fact.implied && kinds.includes(fact.kind));

function settleVoid(fact: PlacedFact, facts: readonly PlacedFact[]): readonly SettledFact[] {
  const as = (kind: SettledKind): SettledFact => ({ ...fact, kind });
  if (has(facts, fact.operation, "capture")) {
    // A sale is authorised by its own capture: without it nothing of the payment is left.
    const isSale = !facts.some(({ kind, implied }) => kind === "auth" && !implied) && facts.some(({ kind, operation }) => kind === "auth" && operation === fact.operation);
    return isSale ? [as("capture_voided"), as("cancel")] : [as("capture_voided")];
  }
  if (has(facts, fact.operation, "refund")) return [as("refund_reversed")];
  if (has(facts, fact.operation, "refund_requested")) return [as("refund_canceled")];
  return [as("cancel")];
}

/** A failure whose capture was never announced tells of the capture that was only implied. */
function failedCapture(fact: PlacedFact, facts: readonly PlacedFact[]): string {
  const hasExplicit = facts.some(({ kind, implied }) => kind === "capture" && !implied);
  const implied = facts.findLast(({ kind, implied: isImplied }) => kind === "capture" && isImplied);
  return hasExplicit || implied === undefined ? fact.operation : implied.operation;
}

/** Adyen's VOID_PENDING_REFUND may have a reference of its own: then it ends the last refund that still waits. */
function canceledRefund(fact: PlacedFact, facts: readonly PlacedFact[]): string {
  if (has(facts, fact.operation, "refund", "refund_requested")) return fact.operation;
  const waiting = facts.findLast(({ kind, operation }) => kind === "refund_requested" && !has(facts, operation, "refund", "refund_failed"));
  return waiting?.operation ?? fact.operation;
}

/** Money that came back under a reference of its own is the latest refund of that amount. */
function reversedRefund(fact: PlacedFact, earlier: readonly PlacedFact[]): string {
  if (has(earlier, fact.operation, "refund", "refund_requested")) return fact.operation;
  const same = earlier.findLast(({ kind, amount }) => kind === "refund" && amount?.amountMinor === fact.amount?.amountMinor && amount?.currency === fact.amount?.currency);
  return same?.operation ?? fact.operation;
}

/** The end of a dispute that never began under this reference is the end of the one that is open. */
function closedDispute(fact: PlacedFact, earlier: readonly PlacedFact[]): string {
  if (has(earlier, fact.operation, "inquiry", "dispute_open", "chargeback")) return fact.operation;
  return earlier.findLast(({ kind }) => kind === "inquiry" || kind === "dispute_open" || kind === "chargeback")?.operation ?? fact.operation;
}
