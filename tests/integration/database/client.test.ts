import { createServer, type Socket } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { database, openDatabase } from "#lib/platform/database/client";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { createPool, warmPool } from "#lib/platform/database/pool";
import { newId } from "#lib/platform/ids";
import { testDatabase } from "#tests/support/database";

const test = await testDatabase();
const quick = { name: "test", max: 1, connectTimeoutMs: 300, statementTimeoutMs: 200, queryTimeoutMs: 400 };

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  return await attempt.then(
    () => "it worked",
    (error: unknown) => error,
  );
}

async function withPool<Result>(url: string, use: (pool: ReturnType<typeof createPool>) => Promise<Result>): Promise<Result> {
  const pool = createPool({ url, ...quick });
  try {
    return await use(pool);
  } finally {
    await pool.end();
  }
}

describe("the process's database", () => {
  it("is one, whichever copy of the module asks", () => {
    expect(database().url).toBe(test.url);
    expect(openDatabase(test.url)).toBe(database());
    expect(() => openDatabase("postgresql://other")).toThrow("another database is open");
  });

  it("reads through Prisma what pg wrote, and keeps bytes and times exact", async () => {
    const id = newId();
    const at = new Date("2026-11-20T00:00:00.123Z");
    await test.ingestPool.query(
      "insert into requests (id, source_id, received_at, kind, outcome, answered_status, event_ids, headers, body, body_bytes, body_hash) values ($1, $1, $2, 'notification', 'accepted', 200, '{}', '[]', $3, 3, '')",
      [id, at, Buffer.from([0, 255, 10])],
    );
    const found = await test.prisma.request.findUniqueOrThrow({ where: { id } });
    expect(found.receivedAt).toEqual(at);
    expect([...found.body]).toEqual([0, 255, 10]);
  });

  it("keeps scans out of the ingest connections' cached plans", async () => {
    const shown = z.array(z.object({ enable_seqscan: z.string() })).parse((await test.ingestPool.query("show enable_seqscan")).rows);
    expect(shown).toEqual([{ enable_seqscan: "off" }]);
  });
});

describe("a pool that is kept warm", () => {
  it("has all its connections before anybody asks, and replaces those that break or were dropped for a failed statement", async () => {
    const pool = createPool({ url: test.url, ...quick, max: 3, connectTimeoutMs: 5_000, keepWarm: true });
    try {
      await warmPool(pool);
      expect(pool.idleCount).toBe(3);
      expect(await failure(pool.query("select 1 / 0"))).toMatchObject({ code: "22012" });
      await expect.poll(() => pool.idleCount).toBe(3);
      const pids = async (): Promise<number[]> => (await test.pool.query<{ pid: number }>("select pid from pg_stat_activity where application_name = 'countersign test'")).rows.map(({ pid }) => pid);
      const before = await pids();
      await test.pool.query("select pg_terminate_backend($1)", [before[0]]);
      await expect.poll(async () => (await pids()).length === 3 && !(await pids()).includes(before[0] ?? 0)).toBe(true);
    } finally {
      await pool.end();
    }
  });

  it("lets the start go on where nobody listens", async () => {
    const pool = createPool({ url: "postgresql://a:b@127.0.0.1:1/x", ...quick, keepWarm: true });
    await warmPool(pool);
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });
});

describe("a database that is away is told apart from a bug", () => {
  it("when nobody listens", async () => {
    const nobody = "postgresql://a:b@127.0.0.1:1/x";
    expect(isUnavailable(await withPool(nobody, (pool) => failure(pool.query("select 1"))))).toBe(true);
  });

  it("when somebody takes the call and never answers", async () => {
    const calls: Socket[] = [];
    const mute = createServer((call) => calls.push(call)).listen(0, "127.0.0.1");
    await once(mute, "listening");
    const address = mute.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const error = await withPool(`postgresql://a:b@127.0.0.1:${String(address.port)}/x`, (pool) => failure(pool.query("select 1")));
    for (const call of calls) call.destroy();
    mute.close();
    expect(isUnavailable(error)).toBe(true);
  });

  it("when a statement takes too long, and the connection is fit for the next one", async () => {
    await withPool(test.url, async (pool) => {
      expect(isUnavailable(await failure(pool.query("select pg_sleep(5)")))).toBe(true);
      expect((await pool.query("select 1 as n")).rows).toEqual([{ n: 1 }]);
    });
  });

  it("when connections are ended from outside, also through Prisma, which recovers by itself", async () => {
    const end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    await test.prisma.user.count();
    const during = failure(test.prisma.$transaction(async (tx) => {
      await tx.user.count();
      await test.ingestPool.query(end);
      await tx.user.count();
    }));
    expect(isUnavailable(await during)).toBe(true);
    await expect.poll(() => test.prisma.user.count().catch(() => null)).toBe(0);
  });

  it("but not a statement that is wrong, nor a rule that was broken", async () => {
    expect(isUnavailable(await failure(test.pool.query("selec 1")))).toBe(false);
    const user = { id: newId(), email: "a@example.com", name: "A", role: "king" };
    expect(isUnavailable(await failure(test.prisma.user.create({ data: user })))).toBe(false);
    expect(isUnavailable(await failure(test.prisma.user.findUniqueOrThrow({ where: { id: newId() } })))).toBe(false);
  });
});
