import type pg from "pg";
import { expect } from "vitest";

async function rowsOf(pool: pg.Pool, text: string): Promise<unknown[]> {
  const { rows } = await pool.query<Record<string, unknown>>(text);
  return rows;
}

/** What must hold after every fault: each event has its deliveries, none is forgotten, attempts follow one another. */
export async function expectInvariants(pool: pg.Pool): Promise<void> {
  expect(await rowsOf(pool, "select id from events where state <> 'processed'"), "every stored event was read").toEqual([]);
  expect(
    await rowsOf(pool, "select e.id, p.id as endpoint, count(d.id) from events e cross join endpoints p left join deliveries d on d.event_id = e.id and d.target_id = p.id and d.replay_id is null where p.status = 'enabled' and e.received_at >= p.created_at group by 1, 2 having count(d.id) <> 1"),
    "every event has exactly one delivery for each endpoint",
  ).toEqual([]);
  expect(
    await rowsOf(pool, "select d.id from deliveries d left join endpoint_health h on h.endpoint_id = d.target_id where d.status = 'pending' and d.next_attempt_at < now() - interval '60 seconds' and (d.leased_until is null or d.leased_until < now() - interval '60 seconds') and coalesce(h.circuit, 'closed') = 'closed'"),
    "nothing is due for a minute without an owner",
  ).toEqual([]);
  expect(
    await rowsOf(
      pool,
      `select delivery_id from (select delivery_id, number, started_at, lag(number) over w as before, lag(started_at + duration_ms * interval '1 millisecond') over w as ended
         from attempts window w as (partition by delivery_id order by started_at, number)) a
       where number <= before or started_at < ended - interval '2 milliseconds'`,
    ),
    "attempts have increasing numbers and times that do not overlap",
  ).toEqual([]);
}
