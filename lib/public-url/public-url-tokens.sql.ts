import type { Pool } from "pg";

/** How long a token may be on its way. */
const livesFor = "interval '1 minute'";

/** Keeps the hash of a fresh token, where every process of this installation finds it, and drops those that ended. */
export async function keepPublicUrlToken(pool: Pool, hash: Uint8Array): Promise<void> {
  await pool.query("delete from public_url_tokens where expires_at <= now()");
  await pool.query(`insert into public_url_tokens (hash, expires_at) values ($1, now() + ${livesFor})`, [hash]);
}

/** Spends a token: true for the first who asks within its minute. */
export async function spendPublicUrlToken(pool: Pool, hash: Uint8Array): Promise<boolean> {
  const { rowCount } = await pool.query("delete from public_url_tokens where hash = $1 and expires_at > now()", [hash]);
  return rowCount === 1;
}

/** Ends a token that came back to nobody. */
export async function dropPublicUrlToken(pool: Pool, hash: Uint8Array): Promise<void> {
  await pool.query("delete from public_url_tokens where hash = $1", [hash]);
}
