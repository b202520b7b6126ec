import type { Pool } from "pg";
import type { Said } from "./candidate.ts";

/** What was said to an attempt; `null` while its merchant is being asked. */
export async function findSettled(pool: Pool, id: string): Promise<Said | null> {
  const { rows } = await pool.query<{ action: string; answer_status: number; answer_description: string }>({
    name: "find-settled-validation",
    text: "select action, answer_status, answer_description from validations where id = $1 and (reserved_until is null or reserved_until <= now())",
    values: [id],
  });
  const [row] = rows;
  return row === undefined ? null : { action: row.action === "approve" ? "approve" : "decline", status: row.answer_status, description: row.answer_description };
}
