import type { Pool } from "pg";
import type { Connection } from "./stored-messages.sql.ts";

/** What is written onto an event. */
export interface EventToWrite {
  readonly id: string;
  readonly type: string;
  readonly providerType: string;
  readonly occurredAt: string | null;
  readonly references: readonly string[];
  readonly flags: readonly string[];
  readonly repeat: boolean;
  readonly transactionId: string | null;
  readonly paymentReference: string | null;
  readonly paymentSession: string | null;
}

/** All in one statement; tells the listeners. Returns those that were not read before: somebody else may have been quicker. */
export async function writeEvents(on: Connection, fresh: readonly EventToWrite[], changed: readonly EventToWrite[]): Promise<string[]> {
  const rows = [...fresh, ...changed];
  const { rows: written } = await on.query<{ id: string; fresh: boolean }>({
    name: "write-events",
    // The second condition on ids has PostgreSQL pass over the months that hold none of them.
    text: `with written as (
        update events e set state = 'processed', error = null, type = t.type, provider_type = t."providerType", occurred_at = t."occurredAt",
          "references" = array(select json_array_elements_text(t."references")), flags = array(select json_array_elements_text(t.flags)),
          repeat = t.repeat, transaction_id = t."transactionId", payment_reference = t."paymentReference", payment_session = t."paymentSession"
        from json_to_recordset($1::json) as t(id uuid, fresh boolean, type text, "providerType" text, "occurredAt" timestamptz, "references" json, flags json,
          repeat boolean, "transactionId" uuid, "paymentReference" text, "paymentSession" text)
        where e.id = t.id and e.id = any($2::uuid[]) and t.fresh = (e.state <> 'processed')
        returning e.id, t.fresh
      )
      select id, fresh, (select pg_notify('countersign_live', 'changed')) is null as told from written`,
    values: [JSON.stringify([...fresh.map((row) => ({ ...row, fresh: true })), ...changed.map((row) => ({ ...row, fresh: false }))]), rows.map(({ id }) => id)],
  });
  return written.flatMap((row) => (row.fresh ? [row.id] : []));
}

/** Sets one event aside with what went wrong, so that its neighbours go on and staff can see it. */
export async function markFailed(pool: Pool, id: string, error: string): Promise<void> {
  await pool.query("update events set state = 'failed', error = $2 where id = $1 and state <> 'processed'", [id, error]);
}
