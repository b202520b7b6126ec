import { createHash } from "node:crypto";
import type { CheckResult } from "./card-checks.ts";
import type { Fact } from "./fact.ts";
import type { PaymentDetails, PaymentReading } from "./payment-reading.ts";

const maxNameLength = 200;
const keptLength = 160;

/**
 * A name that payments are grouped and found by, as it is kept: the text itself, or, of one that no index row could hold, its
 * beginning and a digest of all of it, so that two long names stay two.
 */
export function boundedName(name: string): string {
  if (name.length <= maxNameLength) return name;
  return `${name.slice(0, keptLength).toWellFormed()}…${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

/** The same reading without a text of any length: bodies may hold a megabyte, rows and their indexes may not. */
export function boundedReading(reading: PaymentReading): PaymentReading {
  return { ...reading, facts: reading.facts.map(boundedFact), details: boundedDetails(reading.details) };
}

function boundedFact(fact: Fact): Fact {
  return { ...fact, payment: maybe(boundedName, fact.payment), operation: boundedName(fact.operation) };
}

function boundedDetails(details: PaymentDetails): PaymentDetails {
  const { method, customer, avs, cvc, session, note } = details;
  return {
    ...details,
    method: { ...method, type: maybe(boundedName, method.type) },
    customer: {
      reference: maybe(boundedName, customer.reference),
      name: maybe(shown, customer.name),
      email: maybe(boundedName, customer.email),
      country: maybe(shown, customer.country),
    },
    avs: boundedCode(avs),
    cvc: boundedCode(cvc),
    session: maybe(boundedName, session),
    note: note === null ? null : { payment: boundedName(note.payment), operation: boundedName(note.operation) },
  };
}

function boundedCode<Result extends string>(check: CheckResult<Result> | null): CheckResult<Result> | null {
  return check === null ? null : { ...check, providerCode: shown(check.providerCode) };
}

/** What is only looked at. */
function shown(text: string): string {
  return text.length <= maxNameLength ? text : `${text.slice(0, maxNameLength - 1).toWellFormed()}…`;
}

function maybe(bound: (text: string) => string, text: string | null): string | null {
  return text === null ? null : bound(text);
}
