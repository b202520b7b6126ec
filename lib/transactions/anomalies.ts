import type { Fact, FactKind, Money } from "#lib/providers/fact";
import { type Amounts, isMore } from "./amounts.ts";
import type { SettledFact } from "./fact-order.ts";
import { contradictionsIn } from "./contradictions.ts";
import { compareText, type MergedMessage } from "./merge-copies.ts";
import type { Operation } from "./operations.ts";
import type { ProviderPolicy } from "./provider-policy.ts";
import type { TransactionKind } from "./status.ts";

export const anomalyCodes = [
  "captured_over_authorized", "refunded_over_captured", "amount_changed", "currency_changed", "refund_amount_unknown", "event_after_manual_close",
  "final_state_contradicted", "capture_without_authorization", "exponent_unconfirmed", "same_digest_other_body",
] as const;
export type AnomalyCode = (typeof anomalyCodes)[number];

/** Something that a person should look at, with what shows it. At most one of each code. */
export interface Anomaly {
  readonly code: AnomalyCode;
  readonly eventIds: readonly string[];
  /** Amounts side by side, currencies, operations: what the code means here. */
  readonly evidence: Readonly<Record<string, Money | string | null>>;
}

export interface AnomalyInput {
  readonly kind: TransactionKind;
  readonly policy: ProviderPolicy;
  readonly messages: readonly MergedMessage[];
  readonly facts: readonly SettledFact[];
  readonly operations: readonly Operation[];
  readonly amounts: Amounts;
}

export function anomaliesOf(input: AnomalyInput): readonly Anomaly[] {
  const found = [...amountAnomalies(input), ...changeAnomalies(input), ...contradictionsIn(input), ...messageAnomalies(input)];
  return found.sort((a, b) => compareText(a.code, b.code));
}

function amountAnomalies({ kind, facts, operations, amounts }: AnomalyInput): readonly Anomaly[] {
  const [authorized, captured, refunded] = [amounts.authorized.value, amounts.captured.value, amounts.refunded.value];
  const anomalies: Anomaly[] = [];
  const eventIds = (...kinds: readonly Operation["kind"][]) => unique(operations.filter((one) => kinds.includes(one.kind) && one.state === "done").flatMap((one) => one.eventIds));
  const hasAuth = facts.some((fact) => fact.kind === "auth");
  if (hasAuth && isMore(captured, authorized)) anomalies.push({ code: "captured_over_authorized", eventIds: eventIds("capture"), evidence: { authorized, captured } });
  if (!hasAuth && captured !== null && captured.amountMinor > 0n) anomalies.push({ code: "capture_without_authorization", eventIds: eventIds("capture"), evidence: { captured } });
  if (kind === "payment" && isMore(refunded, captured)) anomalies.push({ code: "refunded_over_captured", eventIds: eventIds("refund"), evidence: { captured, refunded } });
  const parts = facts.filter((fact) => fact.kind === "refunded_in_part");
  const isPartUnknown = parts.length > 0 && (refunded === null || refunded.amountMinor === 0n);
  const unread = operations.filter((one) => one.kind === "refund" && one.state === "done" && one.amount === null);
  if (isPartUnknown || unread.length > 0) {
    const unknown = [...(isPartUnknown ? parts : []), ...unread];
    anomalies.push({ code: "refund_amount_unknown", eventIds: unique(unknown.flatMap((one) => one.eventIds)), evidence: { refunded } });
  }
  return anomalies;
}

const moneyKinds: readonly FactKind[] = ["auth", "capture", "refund"];
const comparedKinds: readonly FactKind[] = ["auth", "capture", "refund", "refund_requested", "payout_paid"];
const finalKinds: readonly FactKind[] = ["auth", "capture", "refund", "payout_paid"];

/** Compares what single messages say: as facts they may already be one. */
function changeAnomalies({ policy, messages }: AnomalyInput): readonly Anomaly[] {
  const said = messages.flatMap(({ eventId, reading }) => reading.facts.map((fact) => ({ fact, eventId, providerType: reading.providerType })));
  const anomalies: Anomaly[] = [];
  const first = new Map<string, Fact>();
  for (const { fact, eventId, providerType } of said) {
    if (fact.amount === null || !isCompared(fact, policy)) continue;
    const key = JSON.stringify([fact.operation, fact.kind, providerType]);
    const before = first.get(key);
    if (before === undefined) first.set(key, fact);
    else if (before.amount?.currency === fact.amount.currency && before.amount.amountMinor !== fact.amount.amountMinor) {
      anomalies.push({ code: "amount_changed", eventIds: [eventId], evidence: { operation: fact.operation, before: before.amount, after: fact.amount } });
    }
  }
  const money = said.filter(({ fact }) => moneyKinds.includes(fact.kind) && fact.amount !== null);
  const [own] = money;
  const other = money.find(({ fact }) => fact.amount?.currency !== own?.fact.amount?.currency);
  if (own !== undefined && other !== undefined) {
    const evidence = { before: own.fact.amount?.currency ?? null, after: other.fact.amount?.currency ?? null };
    anomalies.push({ code: "currency_changed", eventIds: unique([own.eventId, other.eventId]), evidence });
  }
  // The last change is the one that counts.
  const changed = anomalies.findLast(({ code }) => code === "amount_changed");
  return anomalies.filter((anomaly) => anomaly.code !== "amount_changed" || anomaly === changed);
}

function isCompared(fact: Fact, policy: ProviderPolicy): boolean {
  if (policy.amountsAreTotals && (fact.kind === "auth" || fact.kind === "capture")) return false;
  return (policy.amountsSettleLate ? finalKinds : comparedKinds).includes(fact.kind);
}

function messageAnomalies({ messages }: AnomalyInput): readonly Anomaly[] {
  const anomalies: Anomaly[] = [];
  const flagged = messages.filter(({ reading }) => reading.flags.includes("exponent_unconfirmed"));
  const [first] = flagged;
  if (first !== undefined) {
    const currency = first.reading.facts.find(({ amount }) => amount !== null)?.amount?.currency ?? null;
    anomalies.push({ code: "exponent_unconfirmed", eventIds: eventIdsOf(flagged), evidence: { currency } });
  }
  const late = messages.filter(({ isAfterClose }) => isAfterClose);
  if (late.length > 0) anomalies.push({ code: "event_after_manual_close", eventIds: eventIdsOf(late), evidence: { providerType: late.at(-1)?.reading.providerType ?? null } });
  const byDigest = Map.groupBy(messages.filter(({ contentHash }) => contentHash !== null), ({ contentHash }) => contentHash);
  const same = [...byDigest.values()].filter((group) => group.length > 1).flat();
  if (same.length > 0) anomalies.push({ code: "same_digest_other_body", eventIds: eventIdsOf(same), evidence: { contentHash: same[0]?.contentHash ?? null } });
  return anomalies;
}

function eventIdsOf(messages: readonly MergedMessage[]): readonly string[] {
  return unique(messages.map(({ eventId }) => eventId));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
