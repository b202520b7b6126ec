import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createApiKey } from "#lib/access/create-api-key";
import { scopes } from "#lib/access/permissions";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import { defineRoute } from "#lib/rest/define-route";
import { handle } from "#lib/rest/handle";
import { pageQueryMembers, publicIdText } from "#lib/platform/page-query";
import { apiRequest, sessionCookie, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
let admin: TestPerson;
let viewer: TestPerson;
let key: string;
const anyText: unknown = expect.any(String);

beforeAll(async () => {
  await testInstallation(db);
  [admin, viewer] = [await signedInPerson(db, "admin"), await signedInPerson(db, "viewer")];
  key = (await createApiKey({ type: "cli", name: "test" }, { name: "all", scopes })).secret;
});

const echo = defineRoute({
  method: "POST",
  path: "/things/{id}",
  summary: "Echo",
  permission: "sources.write",
  params: z.object({ id: publicIdText("source") }),
  query: z.object({ ...pageQueryMembers, force: z.enum(["true"]).optional() }),
  body: z.object({ name: z.string(), nested: z.strictObject({ count: z.number() }).optional() }),
  responses: { 201: z.object({ name: z.string(), limit: z.number(), caller: z.string() }) },
  run: async ({ actor, body, query }) => ({ status: 201, body: { name: body.name, limit: query.limit, caller: actor.name, hidden: "not declared" } }),
});
const read = defineRoute({
  method: "GET",
  path: "/things/{id}",
  summary: "Read",
  permission: "sources.read",
  params: z.object({ id: publicIdText("source") }),
  responses: { 200: z.object({ amountMinor: z.bigint(), at: z.date(), id: z.string() }) },
  run: async ({ params }) => ({ status: 200, body: { amountMinor: 9007199254740993n, at: new Date(0), id: params.id } }),
});
const failing = defineRoute({
  method: "GET",
  path: "/failing",
  summary: "Fails",
  permission: "signedIn",
  query: z.object({ how: z.enum(["bug", "away", "refusal"]) }),
  responses: { 204: z.null() },
  run: async ({ query }) => {
    if (query.how === "bug") throw new Error("the password is hunter2");
    if (query.how === "away") throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" });
    if (query.how === "refusal") throw new Problem("conflict", "Not now.");
    return { status: 204, body: null };
  },
});

const things = handle(echo, read);
const id = "src_01976f3e-0000-7000-8000-000000000000";
const bearer = (): Record<string, string> => ({ authorization: `Bearer ${key}`, "content-type": "application/json" });
const post = async (options: { headers?: Readonly<Record<string, string>>; body?: unknown; query?: string; id?: string } = {}): Promise<Response> =>
  things.POST(apiRequest("POST", `/things/${id}${options.query ?? ""}`, { headers: options.headers ?? bearer(), body: "body" in options ? options.body : { name: "x" } }), withParams({ id: options.id ?? id }));

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  return z.object({ type: z.string(), title: z.string(), status: z.literal(response.status), detail: z.string().min(10), errors: z.array(z.object({ path: z.string(), message: z.string() })).optional() }).parse(await response.json());
}

describe("a route", () => {
  it("answers what it declares, and nothing beyond", async () => {
    const response = await post();
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ name: "x", limit: 50, caller: "all" });
  });

  it("writes amounts with every digit and times as RFC 3339", async () => {
    const response = await things.GET(apiRequest("GET", `/things/${id}`, { headers: bearer() }), withParams({ id }));
    expect(await response.text()).toBe('{"amountMinor":9007199254740993,"at":"1970-01-01T00:00:00.000Z","id":"01976f3e-0000-7000-8000-000000000000"}');
  });

  it("answers 405 with Allow to a method that it has not", async () => {
    const response = await things.DELETE(apiRequest("DELETE", `/things/${id}`, { headers: bearer() }), withParams({ id }));
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST, GET");
    await problemOf(response);
  });

  it("answers 404 to an id that cannot be one", async () => {
    for (const wrong of ["evt_01976f3e-0000-7000-8000-000000000000", "01976f3e-0000-7000-8000-000000000000", "src_x", "'; drop table"]) {
      expect((await post({ id: wrong })).status).toBe(404);
    }
  });

  it.each([
    ["an unknown field", { body: { name: "x", extra: 1 } }, "extra"],
    ["an unknown field inside", { body: { name: "x", nested: { count: 1, deeper: 2 } } }, "nested.deeper"],
    ["a prototype as a field", { body: '{"name":"x","__proto__":{"a":1}}' }, "__proto__"],
    ["a prototype inside", { body: '{"name":"x","nested":{"count":1,"__proto__":{"a":1}}}' }, "nested.__proto__"],
    ["an object for a text", { body: { name: { contains: "" } } }, "name"],
    ["a missing field", { body: {} }, "name"],
    ["no body", { body: undefined }, "name"],
    ["NUL in a text", { body: '{"name":"a\\u0000b"}' }, "name"],
    ["half a surrogate pair", { body: '{"name":"\\ud800"}' }, "name"],
    ["an unknown query parameter", { query: "?limt=1" }, "limt"],
    ["a limit of 0", { query: "?limit=0" }, "limit"],
    ["a limit of 201", { query: "?limit=201" }, "limit"],
    ["a limit that is no number", { query: "?limit=1e2" }, "limit"],
    ["a query parameter that came twice", { query: "?limit=1&limit=2" }, "limit"],
    ["NUL in a query", { query: "?cursor=%00" }, "cursor"],
    ["broken JSON", { body: '{"name":' }, ""],
    ["invalid UTF-8", { body: Buffer.from([0x7b, 0xff, 0x7d]) }, ""],
    ["a list for an object", { body: [] }, ""],
    ["null for an object", { body: "null" }, ""],
    ["very deep nesting", { body: `{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}` }, anyText],
  ])("answers 400 to %s and names it", async (_what, options, path: unknown) => {
    const response = await post(options);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors).toContainEqual({ path, message: anyText });
  });

  it("never repeats what was sent", async () => {
    const text = await (await post({ body: '{"name": "sk_live_secret" oops' })).text();
    expect(text).not.toContain("sk_live");
    expect(await (await post({ body: { name: 1, other: "sk_live_secret" } })).text()).not.toContain("sk_live");
  });

  it("takes JSON alone, plain, and up to 256 KiB", async () => {
    expect((await post({ headers: { ...bearer(), "content-type": "text/plain" } })).status).toBe(415);
    expect((await post({ headers: { ...bearer(), "content-type": "application/x-www-form-urlencoded" } })).status).toBe(415);
    expect((await post({ headers: { ...bearer(), "content-encoding": "gzip" } })).status).toBe(415);
    expect((await post({ headers: { ...bearer(), "content-type": "application/json; charset=utf-8" } })).status).toBe(201);
    expect((await post({ body: { name: "x".repeat(256 * 1024) } })).status).toBe(413);
    expect((await post({ body: { name: "x".repeat(255 * 1024) } })).status).toBe(201);
  });
});

describe("a fault of ours", () => {
  const fail = async (how: string): Promise<Response> => handle(failing).GET(apiRequest("GET", `/failing?how=${how}`, { headers: bearer() }), withParams());

  it("is answered 500 with a reference that the log has too, and with no reason", async () => {
    const logged = vi.spyOn(log(), "error").mockImplementation(() => undefined);
    const response = await fail("bug");
    const { detail } = await problemOf(response);
    expect(response.status).toBe(500);
    expect(detail).not.toContain("hunter2");
    const reference = /reference ([0-9a-f-]{36})/.exec(detail)?.[1];
    expect(logged.mock.calls[0]?.[0]).toMatchObject({ reference });
    logged.mockRestore();
  });

  it("is 503 with Retry-After while the database is away", async () => {
    const logged = vi.spyOn(log(), "warn").mockImplementation(() => undefined);
    const response = await fail("away");
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect((await problemOf(response)).detail).not.toContain("10.0.0.1");
    logged.mockRestore();
  });

  it("is not a refusal, which says why", async () => {
    const response = await fail("refusal");
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ type: "urn:countersign:problem:conflict", title: anyText, status: 409, detail: "Not now." });
  });
});

describe("who may call", () => {
  it("is nobody without a credential, or with a bad one", async () => {
    const { name, value } = { name: "authorization", value: `Bearer cs_${"A".repeat(43)}` };
    const forged = await sessionCookie(admin.actor.sessionId, "another secret, long enough to be one");
    for (const headers of [{}, { [name]: value }, { [name]: "Bearer " }, { [name]: "Bearer null" }, { [name]: `Basic ${key}` }, { cookie: forged }, { cookie: forged.replace(/.$/, "") }, { cookie: "next-auth.session-token=eyJhbGciOiJub25lIn0.e30." }]) {
      const response = await post({ headers: { "content-type": "application/json", ...headers } });
      expect(response.status, JSON.stringify(headers)).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      await problemOf(response);
    }
  });

  it("is a person with the role, and 403 for others", async () => {
    expect((await post({ headers: admin.writeHeaders })).status).toBe(201);
    const response = await post({ headers: viewer.writeHeaders });
    expect(response.status).toBe(403);
    expect((await problemOf(response)).type).toBe("urn:countersign:problem:forbidden");
  });

  it("is a key with the scope, and 403 for others", async () => {
    const { secret } = await createApiKey({ type: "cli", name: "test" }, { name: "reader", scopes: ["sources:read"] });
    const response = await post({ headers: { ...bearer(), authorization: `Bearer ${secret}` } });
    expect(response.status).toBe(403);
    expect((await problemOf(response)).detail).toContain("sources:write");
  });

  it("is told by the bearer key where a cookie is sent too", async () => {
    const response = await post({ headers: { ...bearer(), cookie: viewer.cookie } });
    expect(await response.json()).toMatchObject({ caller: "all" });
    expect((await post({ headers: { ...admin.writeHeaders, authorization: "Bearer cs_wrong" } })).status).toBe(401);
  });
});

describe("a write with the session cookie", () => {
  const without = (name: string): Record<string, string> => Object.fromEntries(Object.entries(admin.writeHeaders).filter(([header]) => header !== name));
  it.each([
    ["no CSRF token", () => without("x-csrf-token")],
    ["the token of another session", () => ({ ...admin.writeHeaders, "x-csrf-token": viewer.writeHeaders["x-csrf-token"] ?? "" })],
    ["a token cut short", () => ({ ...admin.writeHeaders, "x-csrf-token": (admin.writeHeaders["x-csrf-token"] ?? "").slice(0, -1) })],
    ["no Origin", () => without("origin")],
    ["the Origin null", () => ({ ...admin.writeHeaders, origin: "null" })],
    ["another Origin", () => ({ ...admin.writeHeaders, origin: "https://evil.example" })],
    ["our host under another scheme", () => ({ ...admin.writeHeaders, origin: "https://127.0.0.1:3000" })],
    ["a host that begins like ours", () => ({ ...admin.writeHeaders, origin: "http://127.0.0.1:3000.evil.example" })],
    ["another site by its own words", () => ({ ...admin.writeHeaders, "sec-fetch-site": "cross-site" })],
  ])("is refused with %s", async (_what, headers) => {
    const response = await post({ headers: headers() });
    expect(response.status).toBe(403);
    expect((await problemOf(response)).type).toBe("urn:countersign:problem:csrf");
  });

  it("is taken under a second name of the same server", async () => {
    expect((await post({ headers: { ...admin.writeHeaders, host: "localhost:3000", origin: "http://localhost:3000" } })).status).toBe(201);
  });
});
