import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { addKey } from "#lib/sources/add-key";
import { createSource } from "#lib/sources/create-source";
import { getSource } from "#lib/sources/get-source";
import { listKeys } from "#lib/sources/list-keys";
import { revealKey } from "#lib/sources/reveal-key";
import { revokeKey } from "#lib/sources/revoke-key";
import { rotateToken } from "#lib/sources/rotate-token";
import type { NewSource } from "#lib/sources/source-shape";
import { updateKey } from "#lib/sources/update-key";
import { apiKeyActor, signedInPerson, steppedUp } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders, problemOf } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let admin: UserActor;
let operator: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  admin = steppedUp((await signedInPerson(db, "admin")).actor);
  operator = (await signedInPerson(db, "operator")).actor;
});
afterAll(() => door.close());

const firstSecret = "the first key of this source";
const secondSecret = "the second key of this source";
let serial = 0;

async function gatewaySource(): Promise<NewSource & { token: string; keys: [NewSource["keys"][number], ...NewSource["keys"]] }> {
  const made = await createSource(admin, { provider: "gateway", name: "Shop", mode: "test", keys: [{ secret: firstSecret, label: "first" }] });
  const [first, ...others] = made.keys;
  if (made.token === null || first === undefined) throw new Error("a source was made without a token or a key");
  return { ...made, token: made.token, keys: [first, ...others] };
}

async function send(token: string, secret: string): Promise<number> {
  serial += 1;
  const body = `{"id":"evt_${String(serial)}"}`;
  return (await door.post(token, gatewayHeaders(secret, body), body)).status;
}

async function lastAction(): Promise<{ action: string; subjectId: string | null; details: unknown }> {
  return db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
}

describe("adding a key", () => {
  it("lets old and new verify, unless the old ones are to end", async () => {
    const source = await gatewaySource();
    const added = await addKey(admin, { sourceId: source.id, secret: secondSecret });
    expect(added).toMatchObject({ status: "active", secret: null });
    await expect.poll(() => send(source.token, secondSecret)).toBe(200);
    expect(await send(source.token, firstSecret)).toBe(200);
    expect(await lastAction()).toMatchObject({ action: "key.add", subjectId: added.id.slice(4) });
    const { keys } = await getSource(admin, source.id);
    expect(keys.map(({ status, verifiedCount, lastVerifiedAt }) => [status, verifiedCount, lastVerifiedAt !== null])).toEqual([
      ["active", 1, true],
      ["active", 1, true],
    ]);
  });

  it("ends the former ones after the given time, or now", async () => {
    const source = await gatewaySource();
    await addKey(admin, { sourceId: source.id, secret: secondSecret, expirePreviousAfterSeconds: 3_600 });
    expect((await getSource(admin, source.id)).keys.map(({ status }) => status)).toEqual(["expiring", "active"]);
    await addKey(admin, { sourceId: source.id, expirePreviousAfterSeconds: 0 });
    const { keys } = await getSource(admin, source.id);
    expect(keys.map(({ status }) => status)).toEqual(["expired", "expired", "active"]);
    await expect.poll(() => send(source.token, firstSecret)).toBe(401);
  });

  it("never lengthens what ends sooner", async () => {
    const source = await gatewaySource();
    await addKey(admin, { sourceId: source.id, secret: secondSecret, expirePreviousAfterSeconds: 60 });
    const [before] = (await getSource(admin, source.id)).keys;
    await addKey(admin, { sourceId: source.id, expirePreviousAfterSeconds: 3_600 });
    expect((await getSource(admin, source.id)).keys[0]?.expiresAt).toBe(before?.expiresAt);
  });

  it("makes one where the merchant chooses it, and asks for one where the provider does", async () => {
    const source = await gatewaySource();
    const generated = await addKey(admin, { sourceId: source.id });
    await expect.poll(() => send(source.token, generated.secret ?? "")).toBe(200);
    const stripe = await createSource(admin, { provider: "stripe", name: "S", mode: "test" });
    expect((await problemOf(addKey(admin, { sourceId: stripe.id }))).errors.map(({ path, message }) => [path, message.includes("whsec_")])).toEqual([["secret", true]]);
    expect((await problemOf(addKey(admin, { sourceId: stripe.id, secret: "nonsense" }))).errors.map(({ path }) => path)).toEqual(["secret"]);
  });

  it("refuses a key that the source has, and takes it again once it is revoked", async () => {
    const source = await gatewaySource();
    expect((await problemOf(addKey(admin, { sourceId: source.id, secret: ` ${firstSecret}` }))).kind).toBe("conflict");
    await revokeKey(admin, { sourceId: source.id, keyId: source.keys[0].id });
    expect((await addKey(admin, { sourceId: source.id, secret: firstSecret })).fingerprint).toBe(source.keys[0].fingerprint);
  });
});

describe("changing a key", () => {
  it("sets and lifts its expiry", async () => {
    const source = await gatewaySource();
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    expect(await updateKey(admin, { ...key, expiresAt, label: "old" })).toMatchObject({ status: "expiring", expiresAt, label: "old" });
    expect(await updateKey(admin, { ...key, expiresAt: null })).toMatchObject({ status: "active", expiresAt: null });
    expect(await lastAction()).toMatchObject({ action: "key.update", details: { before: { expiresAt }, after: { expiresAt: null } } });
    expect((await problemOf(updateKey(admin, { ...key, expiresAt: "2020-01-01T00:00:00Z" }))).errors.map(({ path }) => path)).toEqual(["expiresAt"]);
  });

  it("does not bring a revoked one back, and knows only keys of its own source", async () => {
    const [source, other] = [await gatewaySource(), await gatewaySource()];
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    await revokeKey(admin, key);
    expect((await problemOf(updateKey(admin, { ...key, expiresAt: null }))).kind).toBe("conflict");
    expect((await problemOf(updateKey(admin, { ...key, sourceId: other.id, label: "x" }))).kind).toBe("not_found");
  });
});

describe("revoking a key", () => {
  it("of the last one that verifies traffic says how much that is, and needs force", async () => {
    const source = await gatewaySource();
    await send(source.token, firstSecret);
    await send(source.token, firstSecret);
    await addKey(admin, { sourceId: source.id, secret: secondSecret });
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    const refused = await problemOf(revokeKey(admin, key));
    expect(refused.status).toBe(409);
    expect(refused.message).toContain("2 in the last 7 days");
    await revokeKey(admin, { ...key, force: true });
    expect(await lastAction()).toMatchObject({ action: "key.revoke", details: { verifiedLately: 2, force: true } });
    expect((await getSource(admin, source.id)).keys[0]).toMatchObject({ status: "revoked", verifiedCount: 2 });
    await expect.poll(() => send(source.token, firstSecret)).toBe(401);
    expect((await problemOf(revokeKey(admin, key))).kind).toBe("conflict");
  });

  it("that verified something in the last 24 hours says how much and needs force, also beside another that carries traffic", async () => {
    const source = await gatewaySource();
    await send(source.token, firstSecret);
    const second = await addKey(admin, { sourceId: source.id, secret: secondSecret });
    await expect.poll(() => send(source.token, secondSecret)).toBe(200);
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    expect(await problemOf(revokeKey(admin, key))).toMatchObject({ status: 409, message: expect.stringContaining("1 in the last 24 hours") as unknown });
    // What it verified lies further back now.
    await db.pool.query("update request_counts set hour = hour - interval '26 hours', last_at = last_at - interval '26 hours' where key_id = $1", [key.keyId.slice(4)]);
    const [first] = (await getSource(admin, source.id)).keys;
    expect(first).toMatchObject({ verifiedLastDay: 0, verifiedCount: 1, safeToRetire: false });
    await revokeKey(admin, key);
    expect((await problemOf(revokeKey(admin, { ...key, keyId: second.id }))).status).toBe(409);
  });

  it("and rotating wait in the dashboard for the password; a script needs its scope alone", async () => {
    const source = await gatewaySource();
    const unproved = { ...admin, steppedUpAtMs: null };
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    const calls = [addKey(unproved, { sourceId: source.id }), revokeKey(unproved, key), updateKey(unproved, { ...key, expiresAt: null }), rotateToken(unproved, { id: source.id, expirePreviousAfterSeconds: 0 })].map(problemOf);
    for (const refused of await Promise.all(calls)) expect(refused.kind).toBe("step_up_required");
    expect(await updateKey(unproved, { ...key, label: "another name" })).toMatchObject({ label: "another name" });
    await revokeKey(apiKeyActor(["keys:write"]), key);
    expect((await addKey(unproved, { sourceId: source.id })).status, "the only key takes nothing from anybody").toBe("active");
  });

  it("of both keys at once leaves the last one", async () => {
    const source = await gatewaySource();
    const second = await addKey(admin, { sourceId: source.id, secret: secondSecret });
    await expect.poll(() => send(source.token, secondSecret)).toBe(200);
    await send(source.token, firstSecret);
    // More than a day ago: each may go while the other carries the traffic.
    await db.pool.query("update request_counts set hour = hour - interval '26 hours' where source_id = $1", [source.id.slice(4)]);
    const results = await Promise.allSettled([source.keys[0].id, second.id].map((keyId) => revokeKey(admin, { sourceId: source.id, keyId })));
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("revealing a key", () => {
  it("needs an admin whose password was proved lately, and is in the audit without the secret", async () => {
    const source = await gatewaySource();
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    expect((await problemOf(revealKey({ ...admin, steppedUpAtMs: null }, key))).kind).toBe("step_up_required");
    expect((await problemOf(revealKey({ ...admin, steppedUpAtMs: Date.now() - 11 * 60_000 }, key))).kind).toBe("step_up_required");
    const proved = { ...admin, steppedUpAtMs: Date.now() };
    expect(await revealKey(proved, key)).toEqual({ id: source.keys[0].id, secret: firstSecret });
    const entry = await lastAction();
    expect(entry).toMatchObject({ action: "key.reveal", subjectId: source.keys[0].id.slice(4) });
    expect(JSON.stringify(entry.details)).not.toContain(firstSecret);
  });

  it("is for no API key and no operator, whatever their scopes", async () => {
    const source = await gatewaySource();
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    for (const actor of [apiKeyActor(["keys:write", "sources:write"]), { ...operator, steppedUpAtMs: Date.now() }]) {
      expect((await problemOf(revealKey(actor, key))).kind).toBe("forbidden");
    }
  });
});

describe("every write to keys", () => {
  it("is for admins and keys with the scope", async () => {
    const source = await gatewaySource();
    const key = { sourceId: source.id, keyId: source.keys[0].id };
    for (const actor of [operator, apiKeyActor(["sources:write"])]) {
      for (const write of [addKey(actor, { sourceId: source.id }), updateKey(actor, { ...key, label: "x" }), revokeKey(actor, { ...key, force: true })]) {
        expect((await problemOf(write)).kind).toBe("forbidden");
      }
    }
    expect((await listKeys(operator, source.id)).data.map(({ label, status }) => [label, status])).toEqual([["first", "active"]]);
    const viewer = (await signedInPerson(db, "viewer")).actor;
    expect((await problemOf(listKeys(viewer, source.id))).kind).toBe("forbidden");
  });
});
