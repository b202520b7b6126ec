import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createApiKey } from "#lib/access/create-api-key";
import { may } from "#lib/access/may";
import { permissions, roles, type Role, scopes, scopesOfRole } from "#lib/access/permissions";
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

const paramsOf = (route: Route): Readonly<Record<string, string>> => Object.fromEntries([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? "", publicId(name === "keyId" ? "key" : "source", newId())]));

async function call(route: Route, headers: Readonly<Record<string, string>>): Promise<number> {
  const params = paramsOf(route);
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

  it("lets a key in that has the one scope it needs, and none that has all others; a key rests while its maker may not", async () => {
    const cli = { type: "cli", name: "test" } as const;
    const needed = [...new Set(withPermission.flatMap(({ permission }) => permissions[permission].scope ?? []))];
    const keys = new Map<string, { readonly with: string; readonly without: string }>();
    for (const scope of needed) {
      const make = async (granted: readonly string[]): Promise<string> => (await createApiKey(cli, { name: "test", scopes: granted })).secret;
      keys.set(scope, { with: await make([scope]), without: await make(scopes.filter((other) => other !== scope)) });
    }
    const maker = await signedInPerson(db, "admin");
    const { secret, id } = await createApiKey({ ...maker.actor, steppedUpAtMs: Date.now() }, { name: "test", scopes });
    await db.prisma.user.update({ where: { id: maker.actor.id }, data: { role: "viewer" } });
    const left = scopesOfRole("viewer");
    for (const { route, permission } of withPermission) {
      const { scope } = permissions[permission];
      const name = `${route.method} ${route.path}`;
      const demoted = await call(route, { authorization: `Bearer ${secret}` });
      expect(demoted === 403, name).toBe(scope === null || !left.includes(scope));
      const pair = scope === null ? undefined : keys.get(scope);
      if (pair === undefined) continue;
      expect(isLetIn(await call(route, { authorization: `Bearer ${pair.with}` })), name).toBe(true);
      expect(await call(route, { authorization: `Bearer ${pair.without}` }), name).toBe(403);
    }
    await db.prisma.user.update({ where: { id: maker.actor.id }, data: { disabledAt: new Date() } });
    for (const { route } of withPermission) expect(await call(route, { authorization: `Bearer ${secret}` }), `${route.path} ${id}`).toBe(401);
  });
});

describe("every route of the API, asked by an admin", () => {
  const ask = async (route: Route, more: { readonly query?: string; readonly body?: string; readonly type?: string }): Promise<number> => {
    const headers = { ...people.get("admin")?.writeHeaders, ...(more.type === undefined ? {} : { "content-type": more.type }) };
    const request = apiRequest(route.method, `${route.path}${more.query ?? ""}`, { headers, ...(more.body === undefined ? {} : { body: more.body }) });
    return (await handle(route)[route.method](request, withParams(paramsOf(route)))).status;
  };
  const named = (routes: readonly Route[]) => routes.map((route) => [`${route.method} ${route.path}`, route] as const);
  const refused = [400, 404];

  it.each(named(closed.filter(({ query }) => query !== null)))("%s takes no operator for a value, and no list for one", async (_name, route) => {
    for (const member of Object.keys(route.query?.shape ?? {})) {
      for (const query of [`?${member}[$ne]=x`, `?${member}=a&${member}=b`]) expect(refused, query).toContain(await ask(route, { query }));
    }
    for (const query of ["?limit[]=1", "?q%5Bcontains%5D=", "?__proto__=x", "?constructor[prototype]=x"]) expect(refused, query).toContain(await ask(route, { query }));
  });

  it.each(named(closed.filter(({ query }) => query !== null && "cursor" in query.shape)))("%s takes no cursor but its own", async (_name, route) => {
    for (const cursor of ["x", Buffer.alloc(60, 7).toString("base64url"), Buffer.from('{"id":{"gt":""}}').toString("base64url"), publicId("source", newId())]) expect(await ask(route, { query: `?cursor=${cursor}` }), cursor).toBe(400);
  });

  it.each(named(closed.filter(({ body, method }) => body !== null && method !== "GET")))("%s takes no operator, no prototype, no list and no form for its body", async (_name, route) => {
    const members = route.body instanceof z.ZodObject ? Object.keys(route.body.shape) : ["id"];
    for (const member of members) expect(refused, member).toContain(await ask(route, { body: `{"${member}":{"$gt":"","contains":""}}` }));
    for (const body of ['{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"role":"admin"}}}', "[]", "null", '"x"', "1", "{"]) expect(refused, body).toContain(await ask(route, { body }));
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "application/json-patch+json"]) expect(await ask(route, { body: "{}", type }), type).toBe(415);
  });
});
