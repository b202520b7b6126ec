import { beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#lib/access/password";
import { scopes } from "#lib/access/permissions";
import { signIn } from "#lib/access/sign-in";
import { stepUp } from "#lib/access/step-up";
import { handle } from "#lib/rest/handle";
import { endEverySession, getSession, stepUpSession } from "#lib/rest/session-routes";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const password = "correct horse battery";
const adminPermissions: unknown = expect.arrayContaining(["keys.reveal", "sources.write"]);
const utcTime: unknown = expect.stringMatching(/Z$/);
let passwordHash: string;
beforeAll(async () => {
  await testInstallation(db);
  passwordHash = await hashPassword(password);
});

const person = (): Promise<TestPerson> => signedInPerson(db, "admin", { passwordHash });
const session = async ({ cookie }: TestPerson): Promise<unknown> => (await handle(getSession).GET(apiRequest("GET", "/session", { headers: { cookie } }), withParams())).json();
const confirm = (who: TestPerson, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  handle(stepUpSession).POST(apiRequest("POST", "/session/step-up", { headers: { ...who.writeHeaders, ...headers }, body }), withParams());

describe("GET /session", () => {
  it("says who is signed in, what they may do and their CSRF token", async () => {
    const who = await person();
    expect(await session(who)).toEqual({
      type: "user",
      id: `usr_${who.actor.id}`,
      name: "A admin",
      email: who.email,
      role: "admin",
      scopes: null,
      permissions: adminPermissions,
      csrfToken: who.writeHeaders["x-csrf-token"],
      expiresAt: utcTime,
      steppedUpUntil: null,
    });
  });
});

describe("POST /session/step-up", () => {
  it("counts for this session alone, and is audited", async () => {
    const who = await person();
    const response = await confirm(who, { password });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ steppedUpUntil: utcTime });
    expect(await session(who)).toMatchObject({ steppedUpUntil: utcTime });
    expect(await db.prisma.auditEntry.count({ where: { subjectId: who.actor.id, action: "session.stepUp" } })).toBe(1);
  });

  it("is refused for a wrong password, audited, and throttled like a sign-in", async () => {
    const who = await person();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await confirm(who, { password: "wrong password" })).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    const response = await confirm(who, { password });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await session(who)).toMatchObject({ steppedUpUntil: null });
    expect(await db.prisma.auditEntry.count({ where: { subjectId: who.actor.id, action: "session.refuseStepUp" } })).toBe(5);
  });

  it("is not kept from anybody by strangers who try their email address", async () => {
    const who = await person();
    for (let last = 1; last < 8; last += 1) await signIn({ email: who.email, password: "wrong password" }, { address: `203.0.113.${String(last)}`, userAgent: null });
    expect((await signIn({ email: who.email, password }, { address: "203.0.113.99", userAgent: null })).kind).toBe("too_many");
    expect((await confirm(who, { password })).status).toBe(200);
  });

  it("ignores an Idempotency-Key: the password is looked at each time", async () => {
    const who = await person();
    expect((await confirm(who, { password }, { "idempotency-key": "k" })).status).toBe(200);
    expect((await confirm(who, { password: "wrong password" }, { "idempotency-key": "k" })).status).toBe(400);
  });

  it("is not for API keys", async () => {
    await expect(stepUp(apiKeyActor(scopes), { password })).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("POST /session/sign-out-everywhere", () => {
  it("ends the session that asks", async () => {
    const who = await person();
    const response = await handle(endEverySession).POST(apiRequest("POST", "/session/sign-out-everywhere", { headers: who.writeHeaders }), withParams());
    expect(await response.json()).toEqual({ ended: 1 });
    expect(await session(who)).toMatchObject({ status: 401 });
  });
});
