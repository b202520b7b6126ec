import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/access/create-api-key";
import { findLiveApiKey } from "#lib/access/find-api-key.sql";
import { type Role, scopes } from "#lib/access/permissions";
import { parsePublicId } from "#lib/platform/ids";
import { apiKeyActor, signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const cli = { type: "cli", name: "test" } as const;
const tokenId: unknown = expect.stringMatching(/^tok_/);
beforeAll(() => testInstallation(db));

async function keyOf(role: Role | null, granted: readonly string[] = scopes): Promise<{ secret: string; id: string; makerId: string | null }> {
  const maker = role === null ? null : (await signedInPerson(db, role)).actor;
  const { secret, id } = await createApiKey(maker ?? cli, { name: "script", scopes: granted });
  return { secret, id: parsePublicId("apiKey", id) ?? "", makerId: maker?.id ?? null };
}

describe("an API key", () => {
  it("is shown once, long and random, and kept as a hash", async () => {
    const created = await createApiKey(cli, { name: " script ", scopes: ["sources:read", "events:read", "sources:read"] });
    expect(created).toMatchObject({ id: tokenId, name: "script", scopes: ["events:read", "sources:read"], expiresAt: null });
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
