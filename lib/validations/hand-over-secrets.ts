import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { newId } from "#lib/platform/ids";
import type { KeyRing } from "#lib/platform/seal";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { findRules, keepFirstSecret } from "./open-rules.sql.ts";
import { handsOver, openRules, type OpenRules } from "./open-rules.ts";

/** A new secret of a source, sealed for its row. */
export function sealNewSecret(ring: KeyRing): { readonly id: string; readonly secret: string; readonly sealedSecret: string } {
  const id = newId();
  const secret = encodeWebhookSecret(randomBytes(32));
  return { id, secret, sealedSecret: ring.seal(secret, { purpose: "hand_over", rowId: id }) };
}

/** The rules of a source, opened; with the first secret made where a set hands over and there is none. */
export async function loadRules(pool: Pool, ring: KeyRing, sourceId: string): Promise<OpenRules> {
  const rules = openRules(await findRules(pool, sourceId), ring);
  if (rules.secrets.length > 0 || rules.active === null || !handsOver(rules.active.body)) return rules;
  await keepFirstSecret(pool, { ...sealNewSecret(ring), sourceId });
  return openRules(await findRules(pool, sourceId), ring);
}
