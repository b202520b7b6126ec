import { z } from "zod";
import type { Money } from "#lib/providers/fact";
import type { Anomaly } from "./anomalies.ts";

export type Evidence = Pick<Anomaly, "eventIds" | "evidence">;

const money = z.object({ amountMinor: z.union([z.string(), z.int()]).transform(BigInt), currency: z.string(), exponent: z.number().int() });
const evidenceText = z.object({ eventIds: z.array(z.string()).default([]), evidence: z.record(z.string(), z.union([money, z.string(), z.null()])).default({}) });

/** JSON for the column `evidence`; event ids are bare UUIDs, minor units are texts. */
export function writeEvidence({ eventIds, evidence }: Evidence): string {
  return JSON.stringify({ eventIds, evidence }, (_name, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** The column's JSON, parsed or as text. */
export function readEvidence(json: unknown): { eventIds: string[]; evidence: Record<string, Money | string | null> } {
  return evidenceText.parse(typeof json === "string" ? JSON.parse(json) : json);
}
