import { createHash } from "node:crypto";
import { z } from "zod";
import { database } from "#lib/platform/database/client";
import { effectiveScopes } from "./effective-scopes.ts";
import { roles } from "./permissions.ts";

const keyRow = z.object({ id: z.string(), name: z.string(), scopes: z.array(z.string()), created_by: z.string().nullable(), maker_role: z.enum(roles).nullable(), is_stale: z.boolean() });

export interface LiveApiKey {
  readonly id: string;
  readonly name: string;
  /** What it may do now. */
  readonly scopes: readonly string[];
}

export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key, "utf8").digest();
}

/**
 * The key with this text if it may be used now. Its scopes are cut down to those that its maker could give today; the
 * keys of a disabled maker do nothing. Found by its hash, so that comparing leaks no timing about the key itself.
 */
export async function findLiveApiKey(key: string): Promise<LiveApiKey | null> {
  const { pool } = database();
  const { rows } = await pool.query(
    `select k.id, k.name, k.scopes, k.created_by, u.role as maker_role,
            (k.last_used_at is null or k.last_used_at < now() - interval '1 minute') as is_stale
       from api_keys k left join users u on u.id = k.created_by and u.disabled_at is null
      where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    [hashApiKey(key)],
  );
  if (rows.length === 0) return null;
  const row = keyRow.parse(rows[0]);
  if (row.created_by !== null && row.maker_role === null) return null;
  if (row.is_stale) {
    await pool.query("update api_keys set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')", [row.id]);
  }
  const maker = row.maker_role === null ? null : { role: row.maker_role, disabled: false };
  return { id: row.id, name: row.name, scopes: effectiveScopes(row.scopes, maker) };
}
