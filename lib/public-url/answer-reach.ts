import { createHmac } from "node:crypto";
import { hashOneTimeToken } from "#lib/access/one-time-token";
import { database } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import { spendPublicUrlToken } from "./public-url-tokens.sql.ts";

/** What only this installation can say of a token: its key is in the database, sealed, and the same in every process. */
export function proofOf(hashKey: Uint8Array, token: string): string {
  const key = createHmac("sha256", hashKey).update("countersign public address", "utf8").digest();
  return createHmac("sha256", key).update(token, "utf8").digest("base64url");
}

/** Answers whoever brings a token that one of our checks made, once. To everybody else it says nothing. Throws `Problem("not_found")`. */
export async function answerReach(token: string): Promise<{ readonly proof: string }> {
  if (!(await spendPublicUrlToken(database().pool, hashOneTimeToken(token)))) throw new Problem("not_found", "No check of this installation's address made this token, or it was used already.");
  return { proof: proofOf(installation().hashKey, token) };
}
