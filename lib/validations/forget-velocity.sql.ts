import type { Pool } from "pg";
import { limits } from "./condition-shape.ts";

const bucketsAtOnce = 20_000;

/** Drops roll-ups that no window reaches any more. */
export async function forgetVelocity(pool: Pool): Promise<void> {
  for (let gone = bucketsAtOnce; gone === bucketsAtOnce; ) {
    const { rowCount } = await pool.query(
      "delete from velocity_buckets where ctid = any(array(select ctid from velocity_buckets where starts_at < now() - make_interval(secs => $1::int + 7200) limit $2))",
      [limits.windowSeconds, bucketsAtOnce],
    );
    gone = rowCount ?? 0;
  }
}
