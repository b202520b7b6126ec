import type { FieldChange } from "./transaction-difference.ts";

/** For everybody's eyes: a customer's name and address are told apart only as being there. */
export function presentChanges(changes: readonly FieldChange[]): FieldChange[] {
  return changes.map((change) => (change.field === "customer" ? { ...change, before: masked(change.before), after: masked(change.after) } : change));
}

const personal = new Set(["name", "email"]);

function masked(customer: unknown): unknown {
  if (typeof customer !== "object" || customer === null) return customer;
  return Object.fromEntries(Object.entries(customer).map(([name, value]: [string, unknown]) => [name, personal.has(name) && value !== null ? "***" : value]));
}
