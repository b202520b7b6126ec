import type { Pool } from "pg";

/** Events that nobody has read, from this id on, oldest first. */
export async function findPendingEvents(pool: Pool, lowestId: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "find-pending-events",
    text: "select id from events where state = 'pending' and id >= $1 order by id limit $2",
    values: [lowestId, limit],
  });
  return rows.map(({ id }) => id);
}
