import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appendAudit, type AuditDetails } from "#lib/audit/append";
import { anchorText } from "#lib/audit/anchor";
import { verifyAudit, verifyStoredChain } from "#lib/audit/verify-audit";
import { auditHeadShape } from "#lib/audit/audit-shape";
import { newId } from "#lib/platform/ids";
import { auditHeadRoute, getAuditEntryRoute, listAuditRoute, verifyAuditRoute } from "#lib/rest/audit-routes";
import type { Route } from "#lib/rest/define-route";
import { handle } from "#lib/rest/handle";
import { apiRequest, signedInPerson, testInstallation, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const actor = { type: "cli", name: "test\0er" } as const;
const cli = { type: "cli", name: "test" } as const;
const append = (details: AuditDetails = {}): Promise<void> => db.prisma.$transaction((tx) => appendAudit(tx, actor, { action: "test.append", subjectType: "test", subjectId: "1\0", details }));
const intact = (count: number): object => {
  const head: unknown = expect.objectContaining({ position: BigInt(count) });
  return { intact: true, done: true, count, head };
};

/** As the owner of the tables could, who may put the trigger to sleep: the chain must show it. */
async function tamper(sql: string): Promise<void> {
  await db.pool.query(`begin; alter table audit_entries disable trigger user; ${sql}; alter table audit_entries enable trigger user; commit`);
}

describe("the audit chain", () => {
  it("has no gaps and verifies, also when many write at once and some roll back", async () => {
    const failing = new Error("rolled back");
    const rolledBack = (): Promise<unknown> =>
      db.prisma.$transaction(async (tx) => {
        await appendAudit(tx, actor, { action: "test.rolledBack", subjectType: "test", subjectId: null, details: {} });
        throw failing;
      });
    // As many at once as there are connections for: one that waits too long for its turn is refused, and writes nothing.
    for (let wave = 0; wave < 5; wave += 1) {
      const written = await Promise.allSettled(Array.from({ length: 6 }, (_, at) => ((wave * 6 + at) % 5 === 0 ? rolledBack() : append({ at, text: "ä\0\uD800", number: 0.1, big: 1e21, nested: { z: [1, { b: true, a: null }], "": "" } }))));
      expect(written.filter((one) => one.status === "rejected" && one.reason !== failing)).toEqual([]);
    }
    expect(await verifyStoredChain()).toEqual(intact(24));
  });

  it("cannot be changed by the application", async () => {
    for (const sql of ["update audit_entries set action = 'x'", "delete from audit_entries", "truncate audit_entries"]) await expect(db.pool.query(sql)).rejects.toThrow(/never changed/);
    expect(await verifyStoredChain()).toEqual(intact(24));
  });

  it("does not take an entry at a place that is taken", async () => {
    await expect(db.pool.query("insert into audit_entries select * from audit_entries where position = 3")).rejects.toThrow(/unique/);
  });

  it("names the first entry that somebody edited, removed, inserted or moved behind its back", async () => {
    const cases: readonly (readonly [string, string | null, object])[] = [
      ["update audit_entries set actor_name = 'Berta' where position = 7", "update audit_entries set actor_name = 'test\uFFFDer' where position = 7", { position: 7n, fault: "edited" }],
      ["update audit_entries set details = details || '{\"x\": 1}' where position = 5", "update audit_entries set details = details - 'x' where position = 5", { position: 5n, fault: "edited" }],
      ["update audit_entries set position = position + 100 where position = 9", "update audit_entries set position = 9 where position = 109", { position: 9n, fault: "removed" }],
      [
        "update audit_entries set position = 1000 where position = 3; update audit_entries set position = 3 where position = 4; update audit_entries set position = 4 where position = 1000",
        "update audit_entries set position = 1000 where position = 3; update audit_entries set position = 3 where position = 4; update audit_entries set position = 4 where position = 1000",
        { position: 3n, fault: "edited" },
      ],
      ["delete from audit_entries where position = 1", null, { position: 1n, fault: "removed" }],
      ["delete from audit_entries where position = 12", null, { position: 12n, fault: "removed" }],
      // Numbered anew behind the gap, so that nothing seems to be missing.
      ["delete from audit_entries where position = 12; update audit_entries set position = -position where position > 12; update audit_entries set position = -position - 1 where position < 0", null, { position: 12n, fault: "edited" }],
      // Whoever knows how hashes are made: the next entry tells.
      ["update audit_entries set previous_hash = decode(repeat('ab', 32), 'hex') where position = 6", null, { position: 6n, fault: "edited" }],
      ["update audit_entries set hash = decode(repeat('ab', 32), 'hex') where position = 24", null, { position: 24n, fault: "edited" }],
      ["update audit_entries set at = at + interval '1 ms' where position = 24", null, { position: 24n, fault: "edited" }],
      [`update audit_entries set details = jsonb_set(details, '{__proto__}', '{"x": 1}') where position = 5`, null, { position: 5n, fault: "edited" }],
      [`update audit_entries set details = jsonb_set(details, '{number}', '0.1000000000000000000001') where position = 5`, null, { position: 5n, fault: "edited" }],
      // Inserted in the middle, with everything behind it moved on.
      ["update audit_entries set position = -position where position >= 10; update audit_entries set position = 1 - position where position < 0; insert into audit_entries select 10, at, actor_type, actor_id, 'Berta', address, action, subject_type, subject_id, details, previous_hash, hash from audit_entries where position = 9", null, { position: 10n, fault: "edited" }],
      ["insert into audit_entries select position + 1, at, actor_type, actor_id, 'Berta', address, action, subject_type, subject_id, details, hash, hash from audit_entries where position = 24", "delete from audit_entries where position = 25", { position: 25n, fault: "edited" }],
    ];
    await db.pool.query("create table kept_audit as select * from audit_entries");
    const restore = (): Promise<void> => tamper("delete from audit_entries; insert into audit_entries select * from kept_audit");
    for (const [change, back, fault] of cases) {
      await tamper(change);
      expect(await verifyStoredChain(), change).toMatchObject({ intact: false, ...fault });
      await (back === null ? restore() : tamper(back));
      expect(await verifyStoredChain(), change).toEqual(intact(24));
    }
  });

  it("shows a tail that was cut off to whoever noted the head before", async () => {
    const before = await verifyStoredChain();
    if (!before.intact) throw new Error("the chain was whole");
    await tamper("delete from audit_entries where position > 20");
    expect(await verifyStoredChain()).toEqual(intact(20));
    expect(await verifyStoredChain({ expectedHead: before.head })).toMatchObject({ intact: false, position: 21n, fault: "cut_off" });
  });

  it("is walked in pieces, and says in a sentence what is wrong", async () => {
    const first = await verifyAudit(cli, {}, 15);
    expect(first).toMatchObject({ intact: true, done: false, checked: 15, after: expect.stringMatching(/^15:[0-9a-f]{64}$/) as unknown, fault: null });
    const second = await verifyAudit(cli, { after: first.after }, 15);
    expect(second).toMatchObject({ intact: true, done: true, checked: 5, says: "All 20 entries are as they were written." });
    const noted = await verifyStoredChain();
    const anchor = noted.head === null ? "" : anchorText(noted.head);
    expect((await verifyAudit(cli, { anchor })).says).toBe("All 20 entries are as they were written, and the head that was noted is among them.");
    await tamper("delete from audit_entries where position in (20)");
    expect(await verifyAudit(cli, { anchor })).toMatchObject({ intact: false, position: 20, fault: "cut_off", says: "The chain ends before entry 20, though entry 20 was noted: its end was cut off." });
    // Whoever may append again makes another head in its place.
    await append({ after: "the cut" });
    expect(await verifyAudit(cli)).toMatchObject({ intact: true });
    expect(await verifyAudit(cli, { anchor })).toMatchObject({ intact: false, position: 20, fault: "head_mismatch", says: expect.stringContaining("written anew") as unknown });
    await tamper("update audit_entries set actor_name = 'Berta' where position = 4");
    expect(await verifyAudit(cli)).toMatchObject({ intact: false, checked: 3, position: 4, says: "Entry 4 was changed: its content is not what its hash was made of." });
    await tamper("update audit_entries set actor_name = 'test\uFFFDer' where position = 4");
  });
});

describe("/api/v1/audit", () => {
  const get = async (route: Route, path: string, params: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const who = await signedInPerson(db, "admin");
    const response = await handle(route).GET(apiRequest("GET", path, { headers: { cookie: who.cookie } }), withParams(params));
    return response.status === 200 ? response.json() : response.status;
  };
  const rows = async (query: string): Promise<number[]> => z.object({ data: z.array(z.object({ position: z.number() })) }).parse(await get(listAuditRoute, `/audit${query}`)).data.map(({ position }) => position);

  it("finds entries by who, what, to what and when, newest first, page by page", async () => {
    await testInstallation(db);
    const [person, source] = [newId(), newId()];
    const user = { type: "user", id: person, name: "Anna", role: "admin", sessionId: newId(), address: "192.0.2.7", steppedUpAtMs: null } as const;
    await db.prisma.$transaction((tx) => appendAudit(tx, user, { action: "source.update", subjectType: "source", subjectId: source, details: { before: { name: "a" }, after: { name: "b" } } }));
    expect(await rows(`?actor=usr_${person}`)).toEqual([21]);
    expect(await rows(`?subject=src_${source}&action=source.*`)).toEqual([21]);
    expect(await rows("?subject=test&actor=cli&limit=2")).toEqual([20, 19]);
    expect(await rows("?action=source.delete")).toEqual([]);
    for (const action of ["source.rotate_url", "master_key.*"]) expect(await rows(`?action=${action}`), action).toEqual([]);
    expect(await rows("?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")).toEqual([]);
    const first = z.object({ nextCursor: z.string() }).parse(await get(listAuditRoute, "/audit?limit=15"));
    expect(await rows(`?limit=15&cursor=${first.nextCursor}`)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await get(getAuditEntryRoute, "/audit/21", { position: "21" })).toMatchObject({ actor: { type: "user", id: `usr_${person}`, name: "Anna", address: "192.0.2.7" }, subject: { type: "source", id: `src_${source}` }, details: { before: { name: "a" }, after: { name: "b" } } });
    for (const position of ["22", "0", "-1", "1e3", "99999999999999999999"]) expect(await get(getAuditEntryRoute, "/audit/x", { position })).toBe(404);
    for (const query of ["?action=%25", "?action=source", "?cursor=aud_3", `?cursor=${Buffer.from("aud_3").toString("base64url")}`, "?actor[$ne]=x", "?from=yesterday"]) expect(await get(listAuditRoute, `/audit${query}`), query).toBe(400);
  });

  it("gives out the head, which the verification takes back", async () => {
    const head = auditHeadShape.parse(await get(auditHeadRoute, "/audit/head"));
    expect(head).toMatchObject({ position: 21, anchor: `21:${head.hash}` });
    const admin = await signedInPerson(db, "admin");
    const verify = async (body: unknown): Promise<unknown> => (await handle(verifyAuditRoute).POST(apiRequest("POST", "/audit/verify", { headers: admin.writeHeaders, body }), withParams())).json();
    expect(await verify({ anchor: head.anchor })).toMatchObject({ intact: true, done: true, checked: 21, after: head.anchor });
    expect(await verify({ anchor: "21:abc" })).toMatchObject({ status: 400, errors: [{ path: "anchor" }] });
  });
});

describe("the source of the application", () => {
  it("has no statement that changes or removes an entry of the audit", () => {
    const files = globSync("{lib,app,components}/**/*.{ts,tsx}").filter((file) => !file.includes("/generated/"));
    const suspicious = /auditEntry\s*\.\s*(?:update|upsert|delete|create)|(?:update\s+(?:only\s+)?|delete\s+from\s+(?:only\s+)?|truncate\s+(?:table\s+)?|merge\s+into\s+|alter\s+table\s+|drop\s+table\s+)"?audit_entries|session_replication_role|disable\s+trigger/i;
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => suspicious.test(readFileSync(file, "utf8")))).toEqual([]);
    for (const bad of ["tx.auditEntry.updateMany({", "DELETE FROM audit_entries", 'update "audit_entries" set', "truncate audit_entries", "set session_replication_role = replica"]) expect(suspicious.test(bad), bad).toBe(true);
    const inserting = files.filter((file) => /insert into audit_entries/.test(readFileSync(file, "utf8")));
    expect(inserting).toEqual(["lib/audit/chain.sql.ts"]);
  });
});
