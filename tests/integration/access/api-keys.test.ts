import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ApiKey, apiKeyShape } from "#lib/access/api-key-shape";
import { createApiKey } from "#lib/access/create-api-key";
import { findLiveApiKey } from "#lib/access/find-api-key.sql";
import { type Role, scopes } from "#lib/access/permissions";
import { newId, parsePublicId } from "#lib/platform/ids";
import { createApiKeyRoute, listApiKeysRoute, revokeApiKeyRoute } from "#lib/rest/api-key-routes";
import { handle } from "#lib/rest/handle";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const cli = { type: "cli", name: "test" } as const;
const tokenId: unknown = expect.stringMatching(/^tok_/);
beforeAll(() => testInstallation(db));

async function keyOf(role: Role | null, granted: readonly string[] = scopes): Promise<{ secret: string; id: string; makerId: string | null }> {
  const maker = role === null ? null : { ...(await signedInPerson(db, role)).actor, steppedUpAtMs: Date.now() };
  const { secret, id } = await createApiKey(maker ?? cli, { name: "script", scopes: granted });
  return { secret, id: parsePublicId("apiKey", id) ?? "", makerId: maker?.id ?? null };
}

describe("an API key", () => {
  it("is shown once, long and random, and kept as a hash", async () => {
    const created = await createApiKey(cli, { name: " script ", scopes: ["sources:read", "events:read", "sources:read"] });
    expect(created).toMatchObject({ id: tokenId, name: "script", scopes: ["events:read", "sources:read"], expiresAt: null, createdBy: null, status: "active", lastUsedAt: null });
    expect(created.secret).toMatch(/^cs_[A-Za-z0-9_-]{43}$/);
    expect(created.secret.startsWith(created.prefix)).toBe(true);
    expect(created.prefix.length).toBeLessThan(8);
    const { rows } = await db.pool.query<{ text: string }>("select api_keys::text as text from api_keys union all select audit_entries::text from audit_entries");
    expect(JSON.stringify(rows)).not.toContain(created.secret.slice(10));
    const entry = await db.prisma.auditEntry.findFirst({ where: { action: "apiKey.create" } });
    expect(entry).toMatchObject({ actorType: "cli", subjectId: parsePublicId("apiKey", created.id), details: { name: "script", prefix: created.prefix } });
  });

  it("is found by its whole text alone", async () => {
    const { secret, id } = await keyOf(null);
    expect(await findLiveApiKey(secret)).toEqual({ id, name: "script", scopes });
    for (const other of [secret.slice(0, -1), `${secret}A`, secret.toUpperCase(), secret.slice(3), ""]) expect(await findLiveApiKey(other)).toBeNull();
  });

  it("ends when it is revoked and when it expires", async () => {
    const [revoked, expired] = [await keyOf(null), await keyOf(null)];
    await db.prisma.apiKey.update({ where: { id: revoked.id }, data: { revokedAt: new Date() } });
    await db.prisma.apiKey.update({ where: { id: expired.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await findLiveApiKey(revoked.secret)).toBeNull();
    expect(await findLiveApiKey(expired.secret)).toBeNull();
  });

  it("can do no more than its maker, also after the maker's role was taken", async () => {
    const { secret, makerId } = await keyOf("admin");
    expect((await findLiveApiKey(secret))?.scopes).toEqual(scopes);
    await db.prisma.user.update({ where: { id: makerId ?? "" }, data: { role: "viewer" } });
    const left = (await findLiveApiKey(secret))?.scopes;
    expect(left).toContain("events:read");
    expect(left).not.toContain("sources:write");
    await db.prisma.user.update({ where: { id: makerId ?? "" }, data: { disabledAt: new Date() } });
    expect(await findLiveApiKey(secret)).toBeNull();
  });

  it("is made by admins alone, never by another key", async () => {
    await expect(keyOf("operator")).rejects.toMatchObject({ kind: "forbidden" });
    await expect(createApiKey(apiKeyActor(scopes), { name: "child", scopes: ["events:read"] })).rejects.toMatchObject({ kind: "forbidden" });
  });

  it.each([
    [{ name: "x", scopes: ["everything"] }, "scopes.0"],
    [{ name: "x", scopes: [] }, "scopes"],
    [{ name: " ", scopes: ["events:read"] }, "name"],
    [{ name: "x", scopes: ["events:read"], expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [{ name: "x", scopes: ["events:read"], expiresAt: "tomorrow" }, "expiresAt"],
    [{ name: "x", scopes: ["events:read"], admin: true }, "admin"],
  ])("is refused as %j", async (input, path) => {
    await expect(createApiKey(cli, input)).rejects.toMatchObject({ kind: "bad_input", errors: [{ path }] });
  });

  it("tells when it was last used, to the minute", async () => {
    const { secret, id } = await keyOf(null);
    await findLiveApiKey(secret);
    const first = (await db.prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    await findLiveApiKey(secret);
    expect(first).not.toBeNull();
    expect((await db.prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt).toEqual(first);
    await db.prisma.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(0) } });
    await findLiveApiKey(secret);
    expect((await db.prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime()).toBeGreaterThan(0);
  });
});

describe("/api/v1/api-keys", () => {
  const routes = handle(listApiKeysRoute, createApiKeyRoute);
  const make = (who: TestPerson, body: unknown): Promise<Response> => routes.POST(apiRequest("POST", "/api-keys", { headers: who.writeHeaders, body }), withParams());
  const revoke = (who: TestPerson, id: string): Promise<Response> => handle(revokeApiKeyRoute).DELETE(apiRequest("DELETE", `/api-keys/${id}`, { headers: who.writeHeaders }), withParams({ id }));
  const list = async (who: TestPerson, query = ""): Promise<{ data: ApiKey[]; nextCursor: string | null }> => z.object({ data: z.array(apiKeyShape), nextCursor: z.string().nullable() }).parse(await (await routes.GET(apiRequest("GET", `/api-keys${query}`, { headers: who.writeHeaders }), withParams())).json());
  const provenAdmin = async (): Promise<TestPerson> => {
    const who = await signedInPerson(db, "admin");
    await db.prisma.session.update({ where: { id: who.actor.sessionId }, data: { steppedUpAt: new Date() } });
    return who;
  };
  const input = { name: "nightly export", scopes: ["events:read", "sources:write"] };

  it("makes a key that is told once, lists it without, and ends it at once, audited", async () => {
    const who = await provenAdmin();
    const response = await make(who, { ...input, expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect(response.status).toBe(201);
    const made = apiKeyShape.extend({ secret: z.string() }).parse(await response.json());
    expect(made).toMatchObject({ ...input, status: "active", effectiveScopes: input.scopes, createdBy: { id: `usr_${who.actor.id}`, name: who.actor.name }, lastUsedAt: null });
    expect(await findLiveApiKey(made.secret)).toMatchObject({ scopes: input.scopes });
    const [listed] = (await list(who)).data;
    expect(listed).toMatchObject({ id: made.id, prefix: made.secret.slice(0, 7), lastUsedAt: expect.any(String) as unknown });
    expect(JSON.stringify(listed)).not.toContain(made.secret.slice(8));
    expect((await revoke(who, made.id)).status).toBe(204);
    expect(await findLiveApiKey(made.secret)).toBeNull();
    expect((await revoke(who, made.id)).status).toBe(409);
    expect((await list(who)).data[0]).toMatchObject({ id: made.id, status: "revoked", effectiveScopes: [] });
    const entries = await db.prisma.auditEntry.findMany({ where: { subjectId: parsePublicId("apiKey", made.id) }, orderBy: { position: "asc" } });
    expect(entries.map(({ action, actorId }) => ({ action, actorId }))).toEqual([{ action: "apiKey.create", actorId: who.actor.id }, { action: "apiKey.revoke", actorId: who.actor.id }]);
  });

  it("wants the password proved lately, to make and to revoke", async () => {
    const who = await signedInPerson(db, "admin");
    const { id } = await createApiKey(cli, input);
    for (const response of [await make(who, input), await revoke(who, id)]) {
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ type: "urn:countersign:problem:step-up-required" });
    }
    expect((await list(who)).data[0]).toMatchObject({ id, status: "active", createdBy: null });
  });

  it("shows what a key may still do after its maker's role was taken, and that it rests while the maker is disabled", async () => {
    const [maker, who] = [await provenAdmin(), await signedInPerson(db, "admin")];
    await make(maker, input);
    await db.prisma.user.update({ where: { id: maker.actor.id }, data: { role: "viewer" } });
    expect((await list(who)).data[0]).toMatchObject({ status: "active", scopes: input.scopes, effectiveScopes: ["events:read"] });
    await db.prisma.user.update({ where: { id: maker.actor.id }, data: { disabledAt: new Date() } });
    expect((await list(who)).data[0]).toMatchObject({ status: "suspended", effectiveScopes: [] });
    await db.prisma.user.delete({ where: { id: maker.actor.id } });
    expect((await list(who)).data[0]).toMatchObject({ status: "suspended", effectiveScopes: [] });
  });

  it("goes through all of them by cursor, and takes no cursor of its own making", async () => {
    const who = await signedInPerson(db, "admin");
    for (let count = 0; count < 3; count += 1) await keyOf(null);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const next: Awaited<ReturnType<typeof list>> = await list(who, `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...next.data.map(({ id }) => id));
      cursor = next.nextCursor;
    }
    expect(new Set(seen).size).toBe(await db.prisma.apiKey.count());
    const forged = await routes.GET(apiRequest("GET", `/api-keys?cursor=${Buffer.from(`tok_${newId()}`).toString("base64url")}`, { headers: who.writeHeaders }), withParams());
    expect(forged.status).toBe(400);
  });

  it.each(["tok_0", `tok_${newId()}`, `usr_${newId()}`])("answers 404 for %s", async (id) => {
    expect((await revoke(await provenAdmin(), id)).status).toBe(404);
  });
});
