import { beforeAll, describe, expect, it } from "vitest";
import { sessionActor } from "#lib/access/session-actor";
import { signIn } from "#lib/access/sign-in";
import { newId, publicId } from "#lib/platform/ids";
import { openMail } from "#lib/platform/mail";
import { handle } from "#lib/rest/handle";
import { routeList } from "#lib/rest/route-list";
import { acceptInvitation, findInvitation } from "#lib/team/accept-invitation";
import { changeRole } from "#lib/team/change-role";
import { disableUser, enableUser } from "#lib/team/disable-user";
import { endSessions } from "#lib/team/end-sessions";
import { invitePerson } from "#lib/team/invite-person";
import { listUsers } from "#lib/team/list-users";
import { renewInvitation } from "#lib/team/renew-invitation";
import { revokeInvitation } from "#lib/team/revoke-invitation";
import type { Role, UserActor } from "#lib/access/actor";
import { apiRequest, signedInPerson, testInstallation, testPublicUrl, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { mailServer } from "#tests/support/mail-server";

const db = await testDatabase();
const password = "correct horse battery";
let lastByte = 0;
const freshAddress = (): string => `198.51.100.${String((lastByte += 1))}`;
const freshEmail = (): string => `${newId()}@example.com`;

beforeAll(async () => {
  await testInstallation(db);
});

/** A person whose session proved the password a moment ago. */
async function steppedUp(role: Role): Promise<TestPerson & { readonly actor: UserActor }> {
  const person = await signedInPerson(db, role, { passwordHash: "of a password that nobody types" });
  await db.prisma.session.update({ where: { id: person.actor.sessionId }, data: { steppedUpAt: new Date() } });
  return { ...person, actor: { ...person.actor, steppedUpAtMs: Date.now() } };
}
const idOf = (person: TestPerson): string => publicId("user", person.actor.id);
const cookieValue = (person: TestPerson): string => person.cookie.split("=").slice(1).join("=");
const auditOf = async (subjectId: string): Promise<string[]> => (await db.prisma.auditEntry.findMany({ where: { subjectId }, orderBy: { position: "asc" } })).map(({ action }) => action);
const tokenOf = (url: string): string => url.slice(`${testPublicUrl}/invite/`.length);
const bareId = (id: string): string => id.slice(4);

async function call(method: string, path: string, person: TestPerson, body?: unknown): Promise<{ status: number; body: unknown }> {
  const route = routeList.find((one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path));
  if (route === undefined) throw new Error(`no route ${method} ${path}`);
  const response = await handle(route)[route.method](apiRequest(method, path, { headers: person.writeHeaders, ...(body === undefined ? {} : { body }) }), withParams({ id: path.split("/")[2] ?? "" }));
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

describe("an invitation", () => {
  it("is a link that makes an account once, with the role that the admin chose", async () => {
    const { actor } = await steppedUp("admin");
    const email = freshEmail();
    const { user, link } = await invitePerson(actor, { email, role: "operator" });
    expect(user).toMatchObject({ email, name: email, role: "operator", state: "invited", joinedAt: null });
    expect(link).toMatchObject({ mail: "not_configured", mailProblem: null });
    const token = tokenOf(link.url);
    expect(await findInvitation(token)).toEqual({ email, name: email, role: "operator", invitedBy: actor.name });
    await acceptInvitation({ token, name: "Bea", password }, freshAddress());
    const signedIn = await signIn({ email, password }, { address: freshAddress(), userAgent: null });
    expect(signedIn).toMatchObject({ kind: "signed_in", name: "Bea" });
    expect(await findInvitation(token)).toBeNull();
    await expect(acceptInvitation({ token, name: "Eve", password: "another password" }, freshAddress())).rejects.toMatchObject({ kind: "forbidden" });
    expect(await auditOf(bareId(user.id))).toEqual(["user.invite", "user.join", "session.open"]);
  });

  it("accepted twice at once makes one account, of one of the two", async () => {
    const { actor } = await steppedUp("admin");
    const email = freshEmail();
    const { link } = await invitePerson(actor, { email, role: "viewer" });
    const tries = ["first password", "second password", "third password"].map((text, at) => ({ token: tokenOf(link.url), name: `Person ${String(at)}`, password: text }));
    const outcomes = await Promise.allSettled(tries.map((input) => acceptInvitation(input, freshAddress())));
    const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.prisma.user.count({ where: { email } })).toBe(1);
    expect(await signIn({ email, password: tries[winner]?.password }, { address: freshAddress(), userAgent: null })).toMatchObject({ kind: "signed_in", name: `Person ${String(winner)}` });
  });

  it("ends with its days, with a newer link, and when it is withdrawn", async () => {
    const { actor } = await steppedUp("admin");
    const { user, link } = await invitePerson(actor, { email: freshEmail(), role: "viewer" });
    const renewed = await renewInvitation(actor, user.id);
    expect(await findInvitation(tokenOf(link.url))).toBeNull();
    expect(await findInvitation(tokenOf(renewed.link.url))).not.toBeNull();
    await db.prisma.user.update({ where: { id: bareId(user.id) }, data: { inviteExpiresAt: new Date(Date.now() - 1) } });
    await expect(acceptInvitation({ token: tokenOf(renewed.link.url), name: "Bea", password }, freshAddress())).rejects.toMatchObject({ kind: "forbidden" });
    expect((await listUsers(actor)).data.find(({ id }) => id === user.id)?.invitation?.isExpired).toBe(true);
    const third = await renewInvitation(actor, user.id);
    await revokeInvitation(actor, { id: user.id });
    expect(await findInvitation(tokenOf(third.link.url))).toBeNull();
    await expect(renewInvitation(actor, user.id)).rejects.toMatchObject({ kind: "not_found" });
  });

  it("is not made for an address that has an account, nor renewed or withdrawn after joining", async () => {
    const [{ actor }, other] = [await steppedUp("admin"), await signedInPerson(db, "viewer")];
    await expect(invitePerson(actor, { email: other.email.toUpperCase(), role: "admin" })).rejects.toMatchObject({ kind: "conflict" });
    await expect(renewInvitation(actor, idOf(other))).rejects.toMatchObject({ kind: "conflict" });
    await expect(revokeInvitation(actor, { id: idOf(other) })).rejects.toMatchObject({ kind: "conflict" });
    expect(await db.prisma.user.findUnique({ where: { id: other.actor.id } })).toMatchObject({ role: "viewer", inviteTokenHash: null });
  });

  it("refuses a password that anybody would try first, and keeps the link", async () => {
    const { actor } = await steppedUp("admin");
    const email = freshEmail();
    const { link } = await invitePerson(actor, { email, role: "viewer" });
    await expect(acceptInvitation({ token: tokenOf(link.url), name: "Bea", password: email }, freshAddress())).rejects.toMatchObject({ kind: "bad_input", errors: [{ path: "password" }] });
    expect(await findInvitation(tokenOf(link.url))).not.toBeNull();
  });

  it("is mailed where a mail server is named, and says so when that failed", async () => {
    const { actor } = await steppedUp("admin");
    const [email, refused] = [freshEmail(), freshEmail()];
    const server = await mailServer({ refuse: [refused] });
    openMail({ smtpUrl: server.url, from: "alerts@example.com" });
    const { link } = await invitePerson(actor, { email, role: "viewer" });
    expect(link.mail).toBe("sent");
    expect(server.taken.map(({ to }) => to)).toEqual([[email]]);
    expect(server.taken[0]?.raw.replaceAll("=\r\n", "")).toContain(tokenOf(link.url));
    expect((await invitePerson(actor, { email: refused, role: "viewer" })).link).toMatchObject({ mail: "failed", mailProblem: expect.stringContaining("refused") as unknown });
    openMail(null);
    await server.close();
  });

  it("keeps its token nowhere but in the one answer", async () => {
    const admin = await steppedUp("admin");
    const key = { "idempotency-key": newId() };
    const first = await call("POST", "/users", { ...admin, writeHeaders: { ...admin.writeHeaders, ...key } }, { email: freshEmail(), role: "viewer" });
    const token = tokenOf((first.body as { link: { url: string } }).link.url);
    expect(first.status).toBe(201);
    const tables = await db.pool.query<{ text: string }>("select u::text as text from users u union all select a::text from audit_entries a union all select i::text from idempotent_answers i");
    expect(tables.rows.filter(({ text }) => text.includes(token))).toEqual([]);
  });
});

describe("who may", () => {
  it("invite and change roles is an admin who has proved the password lately", async () => {
    const [fresh, stale, operator] = [await steppedUp("admin"), await signedInPerson(db, "admin"), await steppedUp("operator")];
    const target = await signedInPerson(db, "viewer");
    for (const [method, path, body] of [["POST", "/users", { email: freshEmail(), role: "admin" }], ["PATCH", `/users/${idOf(target)}`, { role: "admin" }], ["POST", `/users/${idOf(target)}/disable`, undefined], ["POST", `/users/${idOf(target)}/enable`, undefined], ["POST", `/users/${idOf(target)}/reset-totp`, undefined]] as const) {
      expect((await call(method, path, stale, body)).body, path).toMatchObject({ type: "urn:countersign:problem:step-up-required" });
      expect((await call(method, path, operator, body)).status, path).toBe(403);
    }
    expect(await db.prisma.user.findUnique({ where: { id: target.actor.id } })).toMatchObject({ role: "viewer", disabledAt: null });
    expect((await call("PATCH", `/users/${idOf(target)}`, fresh, { role: "operator" })).body).toMatchObject({ role: "operator" });
  });

  it("change a role is nobody for themselves, nor disable themselves", async () => {
    const { actor } = await steppedUp("admin");
    await steppedUp("admin");
    const id = publicId("user", actor.id);
    await expect(changeRole(actor, { id, role: "viewer" })).rejects.toMatchObject({ kind: "conflict" });
    await expect(disableUser(actor, { id })).rejects.toMatchObject({ kind: "conflict" });
  });
});

describe("an old session", () => {
  it("has the new role at the next request after a demotion", async () => {
    const [admin, demoted] = [await steppedUp("admin"), await steppedUp("admin")];
    expect((await call("GET", "/users", demoted)).status).toBe(200);
    await changeRole(admin.actor, { id: idOf(demoted), role: "viewer" });
    expect((await call("GET", "/users", demoted)).status).toBe(403);
    expect((await call("POST", "/users", demoted, { email: freshEmail(), role: "admin" })).status).toBe(403);
    expect(await sessionActor(cookieValue(demoted), null)).toMatchObject({ role: "viewer" });
  });

  it("is over at the next request after disabling, and stays so when the person comes back", async () => {
    const [admin, gone] = [await steppedUp("admin"), await signedInPerson(db, "operator")];
    expect((await disableUser(admin.actor, { id: idOf(gone) })).state).toBe("disabled");
    expect((await call("GET", "/session", gone)).status).toBe(401);
    expect((await enableUser(admin.actor, { id: idOf(gone) })).state).toBe("active");
    expect((await call("GET", "/session", gone)).status).toBe(401);
    expect(await auditOf(gone.actor.id)).toEqual(["user.disable", "user.enable"]);
  });

  it("is over when an admin ends the person's sessions", async () => {
    const [admin, other] = [await steppedUp("admin"), await signedInPerson(db, "operator")];
    expect(await endSessions(admin.actor, { id: idOf(other) })).toEqual({ ended: 1 });
    expect(await sessionActor(cookieValue(other), null)).toBeNull();
  });
});

describe("the last admin who can sign in", () => {
  it("is there after two admins demote or disable each other at once", async () => {
    for (const act of [(actor: UserActor, id: string) => changeRole(actor, { id, role: "viewer" }), (actor: UserActor, id: string) => disableUser(actor, { id })]) {
      await db.prisma.user.updateMany({ where: { role: "admin" }, data: { disabledAt: new Date() } });
      const [one, two] = [await steppedUp("admin"), await steppedUp("admin")];
      const invited = await invitePerson(one.actor, { email: freshEmail(), role: "admin" });
      const outcomes = await Promise.allSettled([act(one.actor, idOf(two)), act(two.actor, idOf(one))]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await db.prisma.user.count({ where: { role: "admin", disabledAt: null, id: { not: bareId(invited.user.id) } } })).toBe(1);
    }
  });
});
