import type { Pool } from "pg";

/** The sealed hash key of this database: the one given, unless there was one already. */
export async function claimHashKey(pool: Pool, sealedIfNone: string): Promise<string> {
  await pool.query("insert into installation (id, sealed_hash_key) values (1, $1) on conflict (id) do nothing", [sealedIfNone]);
  const { rows } = await pool.query<{ sealed_hash_key: string }>("select sealed_hash_key from installation where id = 1");
  const [row] = rows;
  if (row === undefined) throw new Error("the installation row vanished");
  return row.sealed_hash_key;
}

/** The public address that an admin chose in the settings. */
export async function storedPublicUrl(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ public_url: string | null }>("select public_url from settings where id = 1");
  return rows[0]?.public_url ?? null;
}
