import type { Anomaly } from "./anomalies.ts";
import type { FoldedOperation, FoldedTransaction } from "./fold.ts";

/** One field that would change; values as they are in the fold, `null` where the transaction would be new or go away. */
export interface FieldChange {
  /** A path such as `amounts.captured` or `operations.refund.XH2PK5V9T4ZDW7Q8`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

const comparedFields = ["kind", "unlinked", "foldedStatus", "dispute", "amount", "method", "customer", "avs", "cvc", "references"] as const;
const amountNames = ["authorized", "captured", "refunded", "disputed", "fees"] as const;

/** What folding again would change, for people to see first. Reasons and order of events are left out: they follow. */
export function differenceBetween(before: FoldedTransaction | null, after: FoldedTransaction | null): readonly FieldChange[] {
  const compared = (field: string, one: unknown, other: unknown): readonly FieldChange[] => (textOf(one) === textOf(other) ? [] : [{ field, before: one, after: other }]);
  return [
    ...comparedFields.flatMap((field) => compared(field, before?.[field] ?? null, after?.[field] ?? null)),
    ...amountNames.flatMap((name) => compared(`amounts.${name}`, before?.amounts[name] ?? null, after?.amounts[name] ?? null)),
    ...byName(before?.operations ?? [], after?.operations ?? [], operationName).flatMap(([name, one, other]) => compared(`operations.${name}`, operationView(one), operationView(other))),
    ...byName(before?.anomalies ?? [], after?.anomalies ?? [], anomalyName).flatMap(([name, one, other]) => compared(`anomalies.${name}`, one?.evidence ?? null, other?.evidence ?? null)),
  ];
}

const operationName = ({ kind, reference }: FoldedOperation): string => `${kind}.${reference}`;
const anomalyName = ({ code }: Anomaly): string => code;

function operationView(operation: FoldedOperation | null): unknown {
  return operation === null ? null : { state: operation.state, amount: operation.amount, at: operation.at };
}

function byName<Item>(before: readonly Item[], after: readonly Item[], nameOf: (item: Item) => string): readonly (readonly [string, Item | null, Item | null])[] {
  const names = new Set([...before, ...after].map(nameOf));
  return [...names].map((name) => [name, before.find((item) => nameOf(item) === name) ?? null, after.find((item) => nameOf(item) === name) ?? null]);
}

/** Equal values have equal texts: bigints are marked, members sorted. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === "bigint") return `${String(member)}n`;
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
