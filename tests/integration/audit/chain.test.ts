import { describe, expect, it } from "vitest";
import { appendAudit, type AuditDetails } from "#lib/audit/append";
import { verifyAudit } from "#lib/audit/verify-audit";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const actor = { type: "cli", name: "test\0er" } as const;
const append = (details: AuditDetails = {}): Promise<void> => db.prisma.$transaction((tx) => appendAudit(tx, actor, { action: "test.append", subjectType: "test", subjectId: "1\0", details }));
const intact = (count: number): object => {
  const head: unknown = expect.objectContaining({ position: BigInt(count) });
  return { intact: true, count, head };
};

/** As the owner of the tables could, who may put the trigger to sleep: the chain must show it. */
async function tamper(sql: string): Promise<void> {
  await db.pool.query(`begin; alter table audit_entries disable trigger user; ${sql}; alter table audit_entries enable trigger user; commit`);
}

describe("the audit chain", () => {
  it("has no gaps and verifies, also when many write at once and some roll back", async () => {
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) =>
        at % 5 === 0
          ? db.prisma.$transaction(async (tx) => {
              await appendAudit(tx, actor, { action: "test.rolledBack", subjectType: "test", subjectId: null, details: {} });
              throw new Error("rolled back");
            })
          : append({ at, text: "ä\0\uD800", number: 0.1, big: 1e21, nested: { z: [1, { b: true, a: null }], "": "" } }),
      ),
    );
    expect(await verifyAudit()).toEqual(intact(24));
  });

  it("cannot be changed by the application", async () => {
    for (const sql of ["update audit_entries set action = 'x'", "delete from audit_entries", "truncate audit_entries"]) await expect(db.pool.query(sql)).rejects.toThrow(/never changed/);
    expect(await verifyAudit()).toEqual(intact(24));
  });

  it("does not take an entry at a place that is taken", async () => {
    await expect(db.pool.query("insert into audit_entries select * from audit_entries where position = 3")).rejects.toThrow(/unique/);
  });

  it("names the first entry that somebody edited, removed, inserted or moved behind its back", async () => {
    const cases: readonly (readonly [string, string, object])[] = [
      ["update audit_entries set actor_name = 'Berta' where position = 7", "update audit_entries set actor_name = 'test\uFFFDer' where position = 7", { position: 7n, fault: "edited" }],
      ["update audit_entries set details = details || '{\"x\": 1}' where position = 5", "update audit_entries set details = details - 'x' where position = 5", { position: 5n, fault: "edited" }],
      ["update audit_entries set position = position + 100 where position = 9", "update audit_entries set position = 9 where position = 109", { position: 9n, fault: "removed" }],
      [
        "update audit_entries set position = 1000 where position = 3; update audit_entries set position = 3 where position = 4; update audit_entries set position = 4 where position = 1000",
        "update audit_entries set position = 1000 where position = 3; update audit_entries set position = 3 where position = 4; update audit_entries set position = 4 where position = 1000",
        { position: 3n, fault: "edited" },
      ],
      ["insert into audit_entries select position + 1, at, actor_type, actor_id, 'Berta', address, action, subject_type, subject_id, details, hash, hash from audit_entries where position = 24", "delete from audit_entries where position = 25", { position: 25n, fault: "edited" }],
    ];
    for (const [change, back, fault] of cases) {
      await tamper(change);
      expect(await verifyAudit(), change).toEqual({ intact: false, ...fault });
      await tamper(back);
      expect(await verifyAudit(), back).toEqual(intact(24));
    }
  });

  it("shows a tail that was cut off to whoever noted the head before", async () => {
    const before = await verifyAudit();
    if (!before.intact) throw new Error("the chain was whole");
    await tamper("delete from audit_entries where position > 20");
    expect(await verifyAudit()).toEqual(intact(20));
    expect(await verifyAudit(before.head)).toEqual({ intact: false, position: 21n, fault: "head_mismatch" });
  });
});
