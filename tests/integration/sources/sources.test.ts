import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { Problem } from "#lib/platform/problem";
import { createSource } from "#lib/sources/create-source";
import { deleteSource } from "#lib/sources/delete-source";
import { endFormerUrls } from "#lib/sources/end-former-urls";
import { getSource } from "#lib/sources/get-source";
import { listSources } from "#lib/sources/list-sources";
import { rotateToken } from "#lib/sources/rotate-token";
import { updateSource } from "#lib/sources/update-source";
import { apiKeyActor, signedInPerson, steppedUp } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders, problemOf } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let admin: UserActor;
let operator: UserActor;
let viewer: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  admin = steppedUp((await signedInPerson(db, "admin")).actor);
  operator = (await signedInPerson(db, "operator")).actor;
  viewer = (await signedInPerson(db, "viewer")).actor;
});
afterAll(() => door.close());

const gateway = { provider: "gateway", name: "Shop", mode: "test" };
const adyenKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

async function lastAudit(): Promise<{ action: string; subjectType: string; subjectId: string | null; details: unknown; actorId: string | null }> {
  return db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
}

describe("creating a source", () => {
  it("gives a URL nobody can guess, and makes a key where the merchant chooses it, told this once", async () => {
    const made = await createSource(admin, gateway);
    expect(made.token).toMatch(/^[\w-]{43}$/);
    expect(made.webhookUrl).toBe(`http://127.0.0.1:3000/api/webhooks/${made.token ?? ""}`);
    expect(made.validationUrl).toBeNull();
    const [key] = made.keys;
    expect(key?.secret).toEqual(expect.any(String));
    expect(key).toMatchObject({ status: "active", verifiedCount: 0, lastVerifiedAt: null, expiresAt: null, safeToRetire: false });
    const again = await getSource(admin, made.id);
    expect(JSON.stringify(again)).not.toContain(key?.secret);
    expect(again.keys[0]).not.toHaveProperty("secret");
    expect(JSON.stringify(await listSources(admin))).not.toContain(key?.secret);
    expect(again.keys[0]?.fingerprint).toMatch(/^[0-9a-f]{8}$/);
  });

  it("keeps the secret sealed, bound to its row, and never in the audit", async () => {
    const secret = "canary-secret-of-this-test";
    const made = await createSource(admin, { ...gateway, keys: [{ secret, label: "first" }] });
    expect(made.keys[0]).toMatchObject({ label: "first", secret: null });
    const rows = await db.pool.query<{ all: string }>("select row_to_json(k)::text || (select string_agg(a.details::text, '') from audit_entries a) as all from source_keys k");
    expect(rows.rows.every(({ all }) => !all.includes(secret))).toBe(true);
    expect(await lastAudit()).toMatchObject({ action: "source.create", subjectType: "source", subjectId: made.id.slice(4), actorId: admin.id });
  });

  it("gives out the validation URL where the provider asks before a payment is tried", async () => {
    const made = await createSource(admin, { provider: "praxis", name: "P", mode: "live", settings: { merchantId: "m", applicationKey: "a" } });
    expect(made.validationUrl).toBe(`http://127.0.0.1:3000/api/validations/${made.token ?? ""}`);
    expect(made.keys).toEqual([]);
  });

  it("names the setting that does not fit", async () => {
    const missing = await problemOf(createSource(admin, { provider: "adyen", name: "A", mode: "test", settings: { scheme: "standard", captureMode: "manual" } }));
    expect(missing.status).toBe(400);
    expect(missing.errors.map(({ path }) => path)).toEqual(["settings.merchantAccounts"]);
    const unknown = await problemOf(createSource(admin, { ...gateway, settings: { colour: "red" } }));
    expect(unknown.errors.map(({ path }) => path)).toEqual(["settings.colour"]);
  });

  it("names the key that is none, and says what one looks like", async () => {
    const settings = { scheme: "standard", merchantAccounts: ["M"], captureMode: "manual" };
    const refused = await problemOf(createSource(admin, { provider: "adyen", name: "A", mode: "test", settings, keys: [{ secret: adyenKey }, { secret: "hello" }] }));
    expect(refused.errors.map(({ path, message }) => [path, /hex/i.test(message)])).toEqual([["keys.1.secret", true]]);
    expect(refused.message).not.toContain(adyenKey);
    const twice = await problemOf(createSource(admin, { provider: "adyen", name: "A", mode: "test", settings, keys: [{ secret: adyenKey }, { secret: ` ${adyenKey}\n` }] }));
    expect(twice.errors.map(({ path }) => path)).toEqual(["keys.1.secret"]);
  });

  it("refuses a secret in the place of a name, and members that do not exist", async () => {
    expect((await problemOf(createSource(admin, { ...gateway, name: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }))).errors.map(({ path }) => path)).toEqual(["name"]);
    expect((await problemOf(createSource(admin, { ...gateway, token: "mine" }))).errors.map(({ path }) => path)).toEqual(["token"]);
    expect((await problemOf(createSource(admin, { ...gateway, name: { contains: "" } }))).status).toBe(400);
  });
});

describe("every write to sources", () => {
  it("is for admins and keys with the scope, and a refusal leaves no trace", async () => {
    const made = await createSource(admin, gateway);
    const before = await db.prisma.auditEntry.count();
    for (const actor of [viewer, operator, apiKeyActor(["sources:read", "keys:write"])]) {
      for (const write of [
        createSource(actor, gateway),
        updateSource(actor, { id: made.id, name: "x" }),
        deleteSource(actor, { id: made.id }),
        rotateToken(actor, { id: made.id, expirePreviousAfterSeconds: 0 }),
      ]) {
        expect((await problemOf(write)).kind).toBe("forbidden");
      }
    }
    expect(await db.prisma.auditEntry.count()).toBe(before);
    expect((await getSource(admin, made.id)).name).toBe("Shop");
    expect((await createSource(apiKeyActor(["sources:write"]), gateway)).name).toBe("Shop");
  });

  it("of what is not there is a 404", async () => {
    for (const id of ["src_0197a1b2-0000-7000-8000-000000000000", "src_nonsense", "key_0197a1b2-0000-7000-8000-000000000000", ""]) {
      expect((await problemOf(updateSource(admin, { id, name: "x" }))).kind).toBe("not_found");
      expect((await problemOf(getSource(admin, id))).kind).toBe("not_found");
    }
  });
});

describe("reading sources", () => {
  it("shows viewers names and states, and neither URLs nor tokens, settings or keys", async () => {
    const made = await createSource(admin, gateway);
    await rotateToken(admin, { id: made.id, expirePreviousAfterSeconds: 600 });
    const [seen] = (await listSources(viewer)).data;
    expect(seen).toMatchObject({ id: made.id, name: "Shop", status: "active", token: null, webhookUrl: null, settings: null, keys: [], previousTokens: [] });
    expect(JSON.stringify([seen, await getSource(viewer, made.id)])).not.toContain(made.token);
    expect((await getSource(operator, made.id)).previousTokens[0]?.token).toBe(made.token);
  });

  it("pages newest first, and takes only cursors that it gave", async () => {
    const all = (await listSources(admin)).data.map(({ id }) => id);
    const first = await listSources(admin, { limit: 2 });
    const second = await listSources(admin, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(all.slice(0, 4));
    for (const cursor of [all[0] ?? "", `${first.nextCursor ?? ""}A`, "AAAA", "\u0000"]) {
      expect((await problemOf(listSources(admin, { cursor }))).errors.map(({ path }) => path)).toEqual(["cursor"]);
    }
  });
});

describe("changing a source", () => {
  it("renames, pauses, archives and sets the silence alarm, with before and after in the audit", async () => {
    const made = await createSource(admin, gateway);
    const changed = await updateSource(admin, { id: made.id, name: "New", status: "paused", silenceAlarmMinutes: 20 });
    expect(changed).toMatchObject({ name: "New", status: "paused", silenceAlarmMinutes: 20 });
    expect(await lastAudit()).toMatchObject({ action: "source.update", details: { changed: ["name", "status", "silenceAlarmMinutes"], before: { name: "Shop" }, after: { name: "New" } } });
    expect((await updateSource(admin, { id: made.id, silenceAlarmMinutes: null })).silenceAlarmMinutes).toBeNull();
  });

  it("keeps provider and mode fixed", async () => {
    const made = await createSource(admin, gateway);
    expect((await problemOf(updateSource(admin, { id: made.id, mode: "live" }))).errors.map(({ path }) => path)).toEqual(["mode"]);
  });

  it("refuses settings under which a key that verifies would be none", async () => {
    const made = await createSource(admin, { ...gateway, keys: [{ secret: "not hexadecimal at all" }] });
    expect((await problemOf(updateSource(admin, { id: made.id, settings: { keyEncoding: "hex" } }))).errors.map(({ path }) => path)).toEqual(["settings"]);
    expect((await updateSource(admin, { id: made.id, settings: { header: "X-Other" } })).settings).toMatchObject({ header: "X-Other", keyEncoding: "utf8" });
  });

  it("acts at the door at once: a paused source takes messages, an archived one is unknown", async () => {
    const made = await createSource(admin, { ...gateway, keys: [{ secret: "a key for the door" }] });
    const send = async (id: string) => (await door.post(made.token ?? "", gatewayHeaders("a key for the door", `{"id":"${id}"}`), `{"id":"${id}"}`)).status;
    expect(await send("1")).toBe(200);
    await updateSource(admin, { id: made.id, status: "paused" });
    expect(await send("2")).toBe(200);
    await updateSource(admin, { id: made.id, status: "archived" });
    await expect.poll(() => send("3")).toBe(404);
    await updateSource(admin, { id: made.id, status: "active" });
    await expect.poll(() => send("4"), { timeout: 4_000 }).toBe(200);
  });
});

describe("rotating the URL", () => {
  it("makes the new one work at once and the former until its time", async () => {
    const made = await createSource(admin, { ...gateway, keys: [{ secret: "a key for the door" }] });
    const rotated = await rotateToken(admin, { id: made.id, expirePreviousAfterSeconds: 3_600 });
    expect(rotated.token).not.toBe(made.token);
    expect(rotated.previousTokens.map(({ token }) => token)).toEqual([made.token]);
    const send = async (token: string | null) => (await door.post(token ?? "", gatewayHeaders("a key for the door", '{"id":"1"}'), '{"id":"1"}')).status;
    expect([await send(made.token), await send(rotated.token)]).toEqual([200, 200]);
    const ended = await rotateToken(admin, { id: made.id, expirePreviousAfterSeconds: 0 });
    expect(ended.previousTokens).toEqual([]);
    await expect.poll(() => send(made.token)).toBe(404);
    expect(await send(ended.token)).toBe(200);
    expect(JSON.stringify((await lastAudit()).details)).not.toContain(made.token);
  });

  it("counts what still comes to a former URL, and ends it early only when asked twice", async () => {
    const made = await createSource(admin, { ...gateway, keys: [{ secret: "a key for the door" }] });
    expect((await problemOf(endFormerUrls(admin, { id: made.id }))).kind).toBe("conflict");
    await rotateToken(admin, { id: made.id, expirePreviousAfterSeconds: 3_600 });
    const send = async (secret: string) => (await door.post(made.token ?? "", gatewayHeaders(secret, '{"id":"1"}'), '{"id":"1"}')).status;
    await expect.poll(async () => [await send("a key for the door"), (await getSource(admin, made.id)).previousTokens[0]?.useCount ?? 0], { timeout: 5_000, interval: 100 }).toEqual([200, expect.toSatisfy((count: number) => count > 0)]);
    expect(await send("another key")).toBe(401);
    expect((await getSource(admin, made.id)).previousTokens[0]?.lastUsedAt).not.toBeNull();
    expect(await problemOf(endFormerUrls(admin, { id: made.id }))).toMatchObject({ status: 409, message: expect.stringContaining("Messages still come to a former URL") as unknown });
    expect((await problemOf(endFormerUrls({ ...admin, steppedUpAtMs: null }, { id: made.id, force: true }))).kind).toBe("step_up_required");
    expect((await endFormerUrls(admin, { id: made.id, force: true })).previousTokens).toEqual([]);
    await expect.poll(() => send("a key for the door")).toBe(404);
    expect(await lastAudit()).toMatchObject({ action: "source.end_former_urls", details: { ended: 1, usedLately: 1, force: true } });
  });

  it("leaves one current URL when two rotate at once", async () => {
    const made = await createSource(admin, gateway);
    await Promise.all([1, 2, 3].map(() => rotateToken(admin, { id: made.id, expirePreviousAfterSeconds: 60 })));
    expect(await db.prisma.sourceToken.count({ where: { sourceId: made.id.slice(4), expiresAt: null } })).toBe(1);
    expect((await getSource(admin, made.id)).previousTokens).toHaveLength(3);
  });
});

describe("deleting a source", () => {
  it("is refused while it has events, unless it is archived; the events stay readable", async () => {
    const made = await createSource(admin, { ...gateway, keys: [{ secret: "a key for the door" }] });
    await door.post(made.token ?? "", gatewayHeaders("a key for the door", '{"id":"1"}'), '{"id":"1"}');
    expect(await problemOf(deleteSource(admin, { id: made.id }))).toBeInstanceOf(Problem);
    expect((await problemOf(deleteSource(admin, { id: made.id }))).kind).toBe("conflict");
    await updateSource(admin, { id: made.id, status: "archived" });
    await deleteSource(admin, { id: made.id });
    expect((await problemOf(getSource(admin, made.id))).kind).toBe("not_found");
    expect((await listSources(admin)).data.some(({ id }) => id === made.id)).toBe(false);
    expect(await db.prisma.sourceKey.count({ where: { sourceId: made.id.slice(4) } })).toBe(0);
    expect(await db.prisma.event.count({ where: { sourceId: made.id.slice(4) } })).toBe(1);
  });

  it("is free where nothing came", async () => {
    const made = await createSource(admin, gateway);
    await deleteSource(admin, { id: made.id });
    expect((await problemOf(getSource(admin, made.id))).kind).toBe("not_found");
    expect(await lastAudit()).toMatchObject({ action: "source.delete" });
  });
});
