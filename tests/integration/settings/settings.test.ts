import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { hashPassword } from "#lib/access/password";
import { signIn } from "#lib/access/sign-in";
import { installation, openInstallation } from "#lib/platform/installation";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { handle } from "#lib/rest/handle";
import { getSettingsRoute, updateSettingsRoute } from "#lib/rest/settings-routes";
import { readAlertWebhook } from "#lib/settings/present-settings";
import { readSettings } from "#lib/settings/read-settings";
import { changedSettingsShape } from "#lib/settings/settings-shape";
import { updateSettings } from "#lib/settings/update-settings";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, type TestPerson, testPublicUrl, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";

const db = await testDatabase();
const { GET, PATCH } = handle(getSettingsRoute, updateSettingsRoute);
const fresh = (person: TestPerson) => ({ ...person.actor, steppedUpAtMs: Date.now() });
const password = "a-password-of-somebody";
let admin: TestPerson;

beforeAll(async () => {
  await testInstallation(db);
  closeOutbound(openOutbound({ allowPrivateTargets: [], resolve: (name) => Promise.resolve([name === "hooks.example.com" ? "93.184.215.14" : "10.0.0.5"]) }));
  admin = await signedInPerson(db, "admin", { passwordHash: await hashPassword(password) });
  return () => closeOutbound();
});

describe("the settings", () => {
  it("are there from the start, and change one by one; the audit says what they were", async () => {
    expect(await readSettings()).toMatchObject({ publicUrl: null, timeZone: "UTC", sessionHours: 12, signInMethods: { password: true, oidc: true }, retention: { requestsDays: null } });
    const changed = await updateSettings(fresh(admin), { timeZone: "Europe/Berlin", alertChannels: { mailTo: ["Anna@Example.com", "anna@example.com"] }, auditAnchorMail: true });
    expect(changed).toMatchObject({ timeZone: "Europe/Berlin", publicUrl: testPublicUrl, publicUrlFrom: "start", alertChannels: { mailTo: ["anna@example.com"], webhookUrl: null }, secret: null });
    expect(await readSettings()).toMatchObject({ timeZone: "Europe/Berlin", auditAnchorMail: true, sessionHours: 12 });
    const entry = await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
    expect(entry).toMatchObject({ action: "settings.update", details: { changed: ["timeZone", "alertChannels", "auditAnchorMail"], before: { timeZone: "UTC" }, after: { timeZone: "Europe/Berlin" } } });
  });

  it.each([
    [{ signInMethods: { oidc: false } }],
    [{ sessionHours: 1 }],
    [{ retention: { requestsDays: 30 } }],
    [{ alertChannels: { webhookUrl: "https://hooks.example.com/a" } }],
    [{ publicUrl: "https://pay.example.com" }],
    [{ alertChannels: { mailTo: ["eve@example.com"] } }],
    [{ auditAnchorMail: false }],
  ])("%j needs a fresh password, which no API key has", async (changes) => {
    expect((await problemOf(updateSettings(admin.actor, changes))).kind).toBe("step_up_required");
    expect((await problemOf(updateSettings(apiKeyActor(["settings:write"]), changes))).kind).toBe("forbidden");
  });

  it.each([
    [{ timeZone: "+05:30" }, "timeZone"],
    [{ sessionHours: 0 }, "sessionHours"],
    [{ retention: { eventsDays: 0 } }, "retention.eventsDays"],
    [{ publicUrl: "https://pay.example.com/path" }, "publicUrl"],
    [{ signInMethods: { password: false, oidc: false } }, "signInMethods"],
    [{ alertChannels: { mailTo: ["not an address"] } }, "alertChannels.mailTo.0"],
    [{ alertChannels: { webhookUrl: "https://intranet.example.com/" } }, "alertChannels.webhookUrl"],
    [{ alertChannels: { newWebhookSecret: true } }, "alertChannels.webhookUrl"],
    [{ unknown: 1 }, "unknown"],
  ])("%j is refused at its field", async (changes, path) => {
    const problem = await problemOf(updateSettings(fresh(admin), changes));
    expect([problem.status, problem.errors.map((error) => error.path)]).toEqual([400, [path]]);
  });

  it("sign with a secret that is told once, sealed where it is kept, and gone with its URL", async () => {
    const made = await updateSettings(fresh(admin), { alertChannels: { webhookUrl: "https://hooks.example.com/a?key=path-secret" } });
    expect(made.secret).toMatch(/^whsec_/);
    const secret = z.string().parse(made.secret);
    expect(await readAlertWebhook()).toEqual({ url: "https://hooks.example.com/a?key=path-secret", secret });
    const again = await updateSettings(fresh(admin), { alertChannels: { webhookUrl: "https://hooks.example.com/b" } });
    expect(again).toMatchObject({ secret: null, alertChannels: { webhookSecretFingerprint: made.alertChannels.webhookSecretFingerprint } });
    expect((await updateSettings(fresh(admin), { alertChannels: { newWebhookSecret: true } })).secret).not.toBe(secret);
    const stored = await db.pool.query("select (select to_jsonb(s)::text from settings s) as row, (select jsonb_agg(details)::text from audit_entries) as audit");
    expect(JSON.stringify(stored.rows)).not.toContain(secret.slice(6));
    expect(JSON.stringify(stored.rows)).not.toContain("path-secret");
    expect(await updateSettings(fresh(admin), { alertChannels: { webhookUrl: null } })).toMatchObject({ alertChannels: { webhookUrl: null, webhookSecretFingerprint: null } });
    expect(await readAlertWebhook()).toBeNull();
  });

  it("say how long the next sign-in lasts", async () => {
    await updateSettings(fresh(admin), { sessionHours: 1 });
    const before = Date.now();
    const outcome = await signIn({ email: admin.email, password }, { address: null, userAgent: null });
    const session = await db.prisma.session.findUniqueOrThrow({ where: { id: outcome.kind === "signed_in" ? outcome.sessionId : "" } });
    expect(session.expiresAt.getTime() - before).toBeGreaterThanOrEqual(3_600_000);
    expect(session.expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(3_600_000);
  });

  it("move the public address at once, without signing anybody out, and back", async () => {
    expect(await updateSettings(fresh(admin), { publicUrl: "https://Pay.example.com/" })).toMatchObject({ publicUrl: "https://pay.example.com", publicUrlFrom: "settings" });
    expect(installation()).toMatchObject({ publicUrl: "https://pay.example.com", signInUrl: testPublicUrl });
    const answer = await PATCH(apiRequest("PATCH", "/settings", { headers: admin.writeHeaders, body: { timeZone: "UTC" } }), withParams());
    expect(answer.status).toBe(200);
    expect(changedSettingsShape.parse(await answer.json()).publicUrl).toBe("https://pay.example.com");
    expect(await updateSettings(fresh(admin), { publicUrl: null })).toMatchObject({ publicUrl: testPublicUrl, publicUrlFrom: "start" });
  });

  it("can be mended from where it listens when the address that was saved leads nowhere at the next start", async () => {
    await updateSettings(fresh(admin), { publicUrl: "https://gone.example.com" });
    const startAgain = () => openInstallation(db.pool, { ...installation(), publicUrl: testPublicUrl });
    await startAgain();
    expect(installation()).toMatchObject({ publicUrl: "https://gone.example.com", signInUrl: "https://gone.example.com", defaultPublicUrl: testPublicUrl });
    const back = await signedInPerson(db, "admin");
    expect(back.cookie).toMatch(/^__Secure-/);
    const write = async (origin: string) => (await PATCH(apiRequest("PATCH", "/settings", { headers: { ...back.writeHeaders, origin }, body: { timeZone: "UTC" } }), withParams())).status;
    expect([await write(testPublicUrl), await write("https://gone.example.com"), await write("http://gone.example.com"), await write("http://127.0.0.1:3001"), await write("null")]).toEqual([200, 200, 403, 403, 403]);
    await db.prisma.settings.update({ where: { id: 1 }, data: { publicUrl: null } });
    await startAgain();
  });

  it("are read by operators and changed by admins alone", async () => {
    const [viewer, operator] = await Promise.all([signedInPerson(db, "viewer"), signedInPerson(db, "operator")]);
    const read = async ({ cookie }: TestPerson) => (await GET(apiRequest("GET", "/settings", { headers: { cookie } }), withParams())).status;
    expect([await read(viewer), await read(operator)]).toEqual([403, 200]);
    const write = await PATCH(apiRequest("PATCH", "/settings", { headers: operator.writeHeaders, body: { timeZone: "UTC" } }), withParams());
    expect(write.status).toBe(403);
  });
});
