import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAdmin } from "#lib/access/create-admin";
import { ensureAdminFromEnv } from "#lib/access/ensure-admin-from-env";
import { findLiveApiKey } from "#lib/access/find-api-key.sql";
import { scopes } from "#lib/access/permissions";
import { ensureSetupLink } from "#lib/access/setup";
import { signIn } from "#lib/access/sign-in";
import { handle } from "#lib/rest/handle";
import { setUp } from "#lib/rest/setup-routes";
import { apiRequest, signedInPerson, testInstallation, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const password = "correct horse battery";
const cli = { type: "cli", name: "test" } as const;
const userId: unknown = expect.stringMatching(/^usr_/);
const noEnv = { adminEmail: null, adminPassword: null, adminApiKey: null };

beforeAll(() => testInstallation(db));
beforeEach(async () => {
  await db.pool.query("delete from users; delete from api_keys; delete from sign_in_failures");
});

const setup = (body: Readonly<Record<string, unknown>>, address = "192.0.2.1"): Promise<Response> =>
  handle(setUp).POST(apiRequest("POST", "/setup", { headers: { "content-type": "application/json", "x-countersign-remote-address": address }, body: { email: "anna@example.com", name: "Anna", password, ...body } }), withParams());
const admins = () => db.prisma.user.findMany({ where: { role: "admin" } });

describe("the one-time link", () => {
  it("makes the first admin, audited, and then nobody", async () => {
    const token = await ensureSetupLink();
    const response = await setup({ token });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: userId });
    expect((await setup({ token, email: "berta@example.com" })).status).toBe(409);
    expect(await admins()).toHaveLength(1);
    expect(await signIn({ email: "anna@example.com", password }, { address: null, userAgent: null })).toMatchObject({ kind: "signed_in" });
    const entry = await db.prisma.auditEntry.findFirst({ where: { action: "user.createFirst" }, orderBy: { position: "desc" } });
    expect(entry).toMatchObject({ actorType: "setup", address: "192.0.2.1", details: { email: "anna@example.com", name: "Anna", role: "admin" } });
  });

  it("makes one admin also when it is used many times at once", async () => {
    const token = await ensureSetupLink();
    const statuses = await Promise.all(Array.from({ length: 6 }, async (_, at) => (await setup({ token, email: `p${String(at)}@example.com` })).status));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await admins()).toHaveLength(1);
  });

  it("is the last one printed; any other token is refused, and guessing is throttled", async () => {
    const [old, token] = [await ensureSetupLink(), await ensureSetupLink()];
    expect((await setup({ token: old })).status).toBe(403);
    const statuses: number[] = [];
    for (let count = 0; count < 25; count += 1) statuses.push((await setup({ token: `guess ${String(count)}` })).status);
    expect(statuses.at(0)).toBe(403);
    expect(statuses.at(-1)).toBe(429);
    expect((await setup({ token }, "192.0.2.2")).status).toBe(201);
  });

  it("is not made once somebody has an account", async () => {
    const token = await ensureSetupLink();
    await signedInPerson(db, "viewer");
    expect(await ensureSetupLink()).toBeNull();
    expect((await setup({ token })).status).toBe(409);
  });

  it("names the fields that are wrong", async () => {
    const response = await setup({ token: await ensureSetupLink(), password: "short", email: "anna", role: "admin" });
    expect(await response.json()).toMatchObject({ status: 400, errors: [{ path: "email" }, { path: "password" }, { path: "role" }] });
  });

  it.each([
    ["name", "whsec_aaaaaaaaaaaaaaaaaaaaaaaa"],
    ["name", `cs_${"k".repeat(40)}`],
    ["name", "Anna\nBerta"],
    ["email", `cs_${"k".repeat(40)}@example.com`],
  ])("takes no secret and no second line for the %s: the audit would keep it for ever", async (field, text) => {
    const response = await setup({ token: await ensureSetupLink(), [field]: text });
    expect(await response.json()).toMatchObject({ status: 400, errors: [{ path: field }] });
  });

  it("keeps only a hash of its token", async () => {
    const token = await ensureSetupLink();
    const { rows } = await db.pool.query<{ text: string }>("select installation::text as text from installation");
    expect(rows[0]?.text).not.toContain(token);
  });
});

describe("ADMIN_* variables", () => {
  const adminApiKey = `cs_${"k".repeat(40)}`;

  it("make an admin and a key with every scope on an empty database, once, also by two processes", async () => {
    const env = { adminEmail: "root@example.com", adminPassword: password, adminApiKey };
    await Promise.all([ensureAdminFromEnv(env), ensureAdminFromEnv(env)]);
    await ensureAdminFromEnv({ ...env, adminEmail: "other@example.com" });
    expect((await admins()).map(({ email }) => email)).toEqual(["root@example.com"]);
    expect(await findLiveApiKey(adminApiKey)).toMatchObject({ name: "ADMIN_API_KEY", scopes });
    expect(await ensureSetupLink()).toBeNull();
  });

  it("change nothing where they are not set, or somebody is there", async () => {
    await ensureAdminFromEnv(noEnv);
    expect(await ensureSetupLink()).not.toBeNull();
    await signedInPerson(db, "viewer");
    await ensureAdminFromEnv({ ...noEnv, adminApiKey });
    expect(await findLiveApiKey(adminApiKey)).toBeNull();
  });
});

describe("create-admin", () => {
  it("makes an admin, and ends the one-time link", async () => {
    const token = await ensureSetupLink();
    expect(await createAdmin(cli, { email: "Cleo@Example.com", name: "Cleo", password })).toEqual({ id: userId, email: "cleo@example.com", name: "Cleo" });
    expect((await setup({ token })).status).toBe(409);
  });

  it("refuses an address that has an account, also when two come at once", async () => {
    const outcomes = await Promise.allSettled([1, 2].map(() => createAdmin(cli, { email: "dora@example.com", name: "Dora", password })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { kind: "conflict" } });
  });

  it("is for admins alone", async () => {
    const operator = await signedInPerson(db, "operator");
    await expect(createAdmin(operator.actor, { email: "e@example.com", name: "E", password })).rejects.toMatchObject({ kind: "forbidden" });
  });
});
