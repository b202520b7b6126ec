import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ensurePartitions, ensureCurrentPartitions, partitionedTables } from "#lib/platform/database/partitions.sql";
import { firstIdAt, newId } from "#lib/platform/ids";
import { testDatabase } from "#tests/support/database";

const { pool } = await testDatabase();
const march = Date.UTC(2031, 2, 1);
const sourceId = newId();

async function insertEvent(id: string): Promise<string> {
  const stored = await pool.query(
    "insert into events (id, request_id, item_index, source_id, identity_hash, received_at) values ($1, $1, 0, $2, '', now()) returning tableoid::regclass::text as stored",
    [id, sourceId],
  );
  return z.object({ stored: z.string() }).parse(stored.rows[0]).stored;
}

describe("months of requests and events", () => {
  it("are made from the month before to three months ahead, once", async () => {
    const at = Date.UTC(2041, 0, 31, 23, 59);
    const months = ["2040_12", "2041_01", "2041_02", "2041_03", "2041_04"];
    const made = await ensureCurrentPartitions(pool, at);
    expect(made.toSorted()).toEqual(partitionedTables.flatMap((table) => months.map((month) => `${table}_${month}`)).toSorted());
    expect(await ensureCurrentPartitions(pool, at)).toEqual([]);
  });

  it("are made once by processes that start together", async () => {
    const range = { fromMs: Date.UTC(2051, 4, 1), toMs: Date.UTC(2051, 5, 1) };
    const made = (await Promise.all([ensurePartitions(pool, range), ensurePartitions(pool, range), ensurePartitions(pool, range)])).flat();
    expect(made.toSorted()).toEqual(partitionedTables.flatMap((table) => [`${table}_2051_05`, `${table}_2051_06`]).toSorted());
  });

  it("hold the ids of exactly their own UTC month, to the millisecond", async () => {
    await ensurePartitions(pool, { fromMs: march - 1, toMs: march });
    expect(await insertEvent(firstIdAt(march))).toBe("partition.events_2031_03");
    expect(await insertEvent(`${firstIdAt(march - 1).slice(0, 15)}fff-bfff-ffffffffffff`)).toBe("partition.events_2031_02");
    await expect(insertEvent(firstIdAt(Date.UTC(2031, 3, 1)))).rejects.toMatchObject({ code: "23514" });
  });

  it("carry the keys, indexes and checks of their parent", async () => {
    await ensurePartitions(pool, { fromMs: march, toMs: march });
    const id = firstIdAt(march + 5);
    await insertEvent(id);
    await expect(insertEvent(id)).rejects.toMatchObject({ code: "23505" });
    await expect(pool.query("update events set state = 'odd' where id = $1", [id])).rejects.toMatchObject({ code: "23514" });
    const indexes = await pool.query("select (select count(*) from pg_indexes where tablename = 'events')::int as parent, (select count(*) from pg_indexes where tablename = 'events_2031_03')::int as child");
    expect(indexes.rows).toEqual([{ parent: 8, child: 8 }]);
  });

  it("are passed over by a look-up of one id and read backwards without sorting by a list", async () => {
    const plan = async (text: string): Promise<string> => JSON.stringify((await pool.query(`explain (costs off) ${text}`)).rows);
    const byId = await plan(`select 1 from events where id = '${firstIdAt(march + 5)}'`);
    expect(byId.match(/events_\d{4}_\d\d /g) ?? []).toHaveLength(1);
    const list = await plan(`select id from events where source_id = '${sourceId}' order by id desc limit 50`);
    expect(list).not.toContain("Sort");
  });
});
