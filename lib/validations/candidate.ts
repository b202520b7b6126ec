import { createHash } from "node:crypto";
import type { Mode } from "#lib/providers/provider";
import type { Attempt } from "./attempt.ts";
import type { VelocityKey } from "./condition-shape.ts";
import type { Verdict } from "./evaluate.ts";
import type { OpenRules } from "./open-rules.ts";
import type { StoredReading } from "./validation-shape.ts";
import { type VelocityFacts, velocityFacts } from "./velocity-book.ts";

/** An attempt that waits for its decision. */
export interface Candidate {
  /** UUIDv7 of the decision; its time is the attempt's. */
  readonly id: string;
  readonly atMs: number;
  readonly sourceId: string;
  readonly requestId: string;
  readonly mode: Mode;
  readonly bodyHash: Uint8Array;
  readonly attempt: Attempt;
  readonly facts: VelocityFacts;
  /** Keyed hashes, as rows hold them; a country is its own letters. */
  readonly keys: Readonly<Record<VelocityKey, Buffer | null>>;
  readonly rules: OpenRules;
  /** Milliseconds since the request's first byte. */
  readonly elapsedMs: () => number;
}

/** What the customer's provider is told. */
export interface Said {
  readonly action: "approve" | "decline";
  readonly status: number;
  readonly description: string;
}

export const approval: Said = { action: "approve", status: 0, description: "Ok" };
/** Where no rule set says what a customer is told. */
export const neutralDecline: Said = { action: "decline", status: 1, description: "The payment could not be processed. Please try again later." };

/** What became of a candidate in its batch. */
export type Decided =
  | { readonly kind: "decided"; readonly verdict: Verdict | null; readonly said: Said }
  /** Its place is held while the merchant is asked. */
  | { readonly kind: "handOver"; readonly verdict: Verdict; readonly url: string }
  /** The same body came before. `pending`: its own decision is still being made. */
  | { readonly kind: "repeat"; readonly of: string; readonly said: Said; readonly pending: boolean };

/** What a batch found out about a candidate, before it is written. */
export interface Judgement {
  readonly verdict: Verdict | null;
  readonly readings: readonly StoredReading[];
  readonly shadow: Verdict | null;
}

export function candidate(parts: Omit<Candidate, "facts" | "keys"> & { readonly customerHash: Uint8Array | null }): Candidate {
  const { customerHash, ...rest } = parts;
  const { card, country } = parts.attempt;
  return {
    ...rest,
    facts: velocityFacts(parts.attempt),
    keys: {
      customer: customerHash === null ? null : Buffer.from(customerHash),
      card: card === null ? null : Buffer.from(card, "hex"),
      country: country === null ? null : Buffer.from(country, "latin1"),
    },
  };
}

/** Numbers of the locks that make decisions which depend on one another take turns, sorted so that nobody waits in a circle. */
export function lockNumbers(candidates: readonly Candidate[]): readonly bigint[] {
  const numbers = new Set<bigint>();
  for (const { sourceId, bodyHash, keys, rules } of candidates) {
    numbers.add(lockNumber(sourceId, "body", bodyHash));
    for (const { per } of rules.active?.velocities ?? []) if (keys[per] !== null) numbers.add(lockNumber(sourceId, per, keys[per]));
  }
  return [...numbers].sort((one, other) => (one < other ? -1 : 1));
}

function lockNumber(sourceId: string, what: string, key: Uint8Array): bigint {
  return createHash("sha256").update(`${sourceId} ${what} `).update(key).digest().readBigInt64BE(0);
}
