import { randomBytes } from "node:crypto";
import type pg from "pg";
import { newId } from "#lib/platform/ids";
import type { KeyRing } from "#lib/platform/seal";
import type { ProviderId } from "#lib/providers/provider";

export interface InsertedSource {
  readonly id: string;
  readonly token: string;
  readonly keyId: string;
  readonly secret: string;
}

export interface SourceOrder {
  readonly provider: ProviderId;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secret: string;
  readonly mode?: "test" | "live";
  /** The key ended a minute ago. */
  readonly keyExpired?: boolean;
}

/** A source with one key, straight into the tables, as the command that creates one would leave it. */
export async function insertSource(pool: Pick<pg.Pool, "query">, ring: KeyRing, order: SourceOrder): Promise<InsertedSource> {
  const [id, keyId, token] = [newId(), newId(), randomBytes(32).toString("base64url")];
  await pool.query("insert into sources (id, provider, name, mode, settings) values ($1, $2, $3, $4, $5)", [id, order.provider, `hostile ${order.provider}`, order.mode ?? "live", JSON.stringify(order.settings)]);
  await pool.query("insert into source_tokens (token, source_id) values ($1, $2)", [token, id]);
  await pool.query("insert into source_keys (id, source_id, label, fingerprint, sealed_secret, expires_at) values ($1, $2, 'first', $3, $4, $5)", [
    keyId, id, randomBytes(4).toString("hex"), ring.seal(order.secret, { purpose: "source_key", rowId: keyId }), order.keyExpired === true ? new Date(Date.now() - 60_000) : null,
  ]);
  return { id, keyId, token, secret: order.secret };
}
