import type { Pool } from "pg";
import { z } from "zod";
import { hashOneTimeToken, newOneTimeToken } from "#lib/access/one-time-token";
import { blockOf, isInBlocks, specialKind } from "#lib/platform/outbound/address-class";
import type { AloneResult, Outbound } from "#lib/platform/outbound/outbound";
import { readTargetUrl } from "#lib/platform/outbound/target-url";
import { proofOf } from "./answer-reach.ts";
import { dropPublicUrlToken, keepPublicUrlToken } from "./public-url-tokens.sql.ts";
import type { Reach, RoundTripOutcome } from "./round-trip-outcomes.ts";
import { roundTripWords } from "./round-trip-words.ts";

export interface RoundTripParts {
  readonly pool: Pool;
  readonly hashKey: Uint8Array;
  readonly outbound: Pick<Outbound, "sendAlone">;
  /** Whether this address is the installation's own already: then it may lead to this machine or into a private network. */
  readonly isOwn: boolean;
}

export interface RoundTrip {
  readonly outcome: RoundTripOutcome;
  readonly reach: Reach | null;
  readonly says: string;
  readonly whatToDo: string | null;
  readonly statusCode: number | null;
  readonly durationMs: number;
}

const deadlineMs = 10_000;
/** Where an installation may stand. Link-local networks, where clouds keep credentials, are none of them. */
const ownNetworks = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];
const loopback = ["127.0.0.0/8", "::1/128"].map(blockOf);
const proofAnswer = z.object({ proof: z.string() });

/** Asks ourselves through this address, with a token that only this installation can answer. */
export async function roundTrip(url: string, { pool, hashKey, outbound, isOwn }: RoundTripParts): Promise<RoundTrip> {
  const reading = readTargetUrl(`${url}/api/v1/reach`);
  if (!reading.ok) return { outcome: "not_tried", reach: null, says: reading.reason, whatToDo: "Correct the address.", statusCode: null, durationMs: 0 };
  const token = newOneTimeToken();
  const hash = hashOneTimeToken(token);
  await keepPublicUrlToken(pool, hash);
  const headers = { "content-type": "application/json", accept: "application/json", "user-agent": "Countersign" };
  const result = await outbound.sendAlone({ method: "POST", url: reading.target.href, headers, body: Buffer.from(JSON.stringify({ token })), deadlineMs }, isOwn ? ownNetworks : []);
  await dropPublicUrlToken(pool, hash);
  const outcome = outcomeOf(result, proofOf(hashKey, token));
  const reach = outcome === "reached" ? reachOf(result.address) : null;
  const words = roundTripWords({ outcome, target: reading.target, reach, isOwn, result });
  return { outcome, reach, ...words, statusCode: result.statusCode, durationMs: Math.round(result.durationMs) };
}

const failures = { dns: "dns", tls: "tls", timeout: "timeout", refused_address: "not_tried", connect: "refused", reset: "refused", too_large: "other_server" } as const;

function outcomeOf(result: AloneResult, proof: string): RoundTripOutcome {
  if (result.error !== null) return failures[result.error];
  const status = result.statusCode ?? 0;
  if (status >= 300 && status < 400) return "redirected";
  return status === 200 && readProof(result.body) === proof ? "reached" : "other_server";
}

function readProof(body: Uint8Array): string | null {
  try {
    const parsed = proofAnswer.safeParse(JSON.parse(Buffer.from(body).toString("utf8")));
    return parsed.success ? parsed.data.proof : null;
  } catch (error) {
    // No JSON: somebody else's page.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function reachOf(address: string | null): Reach | null {
  if (address === null) return null;
  if (specialKind(address) === null) return "internet";
  return isInBlocks(address, loopback) ? "machine" : "network";
}
