import type { Pool } from "pg";
import type { FormerUrlUse } from "./former-url-uses.ts";

/** Adds up what came to former URLs; those that were deleted meanwhile are left out. */
export async function noteFormerUrls(pool: Pool, uses: readonly FormerUrlUse[]): Promise<void> {
  await pool.query(
    `update source_tokens as t set use_count = t.use_count + u.n, last_used_at = greatest(t.last_used_at, to_timestamp(u.last_ms / 1000))
     from (select * from unnest($1::text[], $2::bigint[], $3::float8[]) as u(token, n, last_ms)) u where t.token = u.token`,
    [uses.map(({ token }) => token), uses.map(({ count }) => count), uses.map(({ lastAtMs }) => lastAtMs)],
  );
}
