import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/access/create-api-key";
import { may } from "#lib/access/may";
import { permissions, roles, type Role } from "#lib/access/permissions";
import { newId, publicId } from "#lib/platform/ids";
import type { Route } from "#lib/rest/define-route";
import { handle } from "#lib/rest/handle";
import { routeList } from "#lib/rest/route-list";
import { apiRequest, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const people = new Map<Role, TestPerson>();
let narrowKey: string;

beforeAll(async () => {
  await testInstallation(db);
  for (const role of roles) people.set(role, await signedInPerson(db, role));
  // No route needs this scope alone, save to unmask personal fields.
  narrowKey = (await createApiKey({ type: "cli", name: "test" }, { name: "narrow", scopes: ["personal:read"] })).secret;
});

const closed = routeList.filter(({ permission }) => permission !== null);
const withPermission = closed.flatMap((route) => (route.permission === null || route.permission === "signedIn" ? [] : [{ route, permission: route.permission }]));

async function call(route: Route, headers: Readonly<Record<string, string>>): Promise<number> {
  const params = Object.fromEntries([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? "", publicId(name === "keyId" ? "key" : "source", newId())]));
  // A query that no route takes: whoever is let in gets no further than 400 or 404, so that nothing happens.
  const request = apiRequest(route.method, `${route.path}?nothing-takes-this=1`, { headers });
  return (await handle(route)[route.method](request, withParams(params))).status;
}

function isLetIn(status: number): boolean {
  if (![400, 403, 404].includes(status)) throw new Error(`expected 400, 403 or 404, got ${String(status)}`);
  return status !== 403;
}

describe("every route of the API", () => {
  it.each(closed.map((route) => [`${route.method} ${route.path}`, route] as const))("%s answers nobody", async (_name, route) => {
    expect(await call(route, {})).toBe(401);
    expect(await call(route, { authorization: `Bearer cs_${"x".repeat(43)}` })).toBe(401);
  });

  it.each(withPermission.map(({ route, permission }) => [`${route.method} ${route.path}`, route, permission] as const))("%s answers only the roles and scopes of the table", async (_name, route, permission) => {
    for (const [role, person] of people) {
      const letIn = isLetIn(await call(route, person.writeHeaders));
      expect(letIn, role).toBe(may(person.actor, permission));
    }
    const keyLetIn = isLetIn(await call(route, { authorization: `Bearer ${narrowKey}` }));
    expect(keyLetIn).toBe(permissions[permission].scope === "personal:read");
  });

  it.each(closed.filter(({ method }) => method !== "GET").map((route) => [`${route.method} ${route.path}`, route] as const))("%s takes no cookie without the proof of our own page", async (_name, route) => {
    expect(await call(route, { cookie: people.get("admin")?.cookie ?? "" })).toBe(403);
  });

  it("closes on a disabled person and on a role taken away, at the next request", async () => {
    const [gone, demoted] = [await signedInPerson(db, "admin"), await signedInPerson(db, "admin")];
    await db.prisma.user.update({ where: { id: gone.actor.id }, data: { disabledAt: new Date() } });
    await db.prisma.user.update({ where: { id: demoted.actor.id }, data: { role: "viewer" } });
    for (const { route } of withPermission) expect(await call(route, gone.writeHeaders), route.path).toBe(401);
    for (const { route } of withPermission.filter(({ permission }) => permissions[permission].role !== "viewer")) expect(await call(route, demoted.writeHeaders), route.path).toBe(403);
  });
});
