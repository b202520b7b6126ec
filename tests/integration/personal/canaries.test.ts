import { createHmac, randomBytes } from "node:crypto";
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hashPassword } from "#lib/access/password";
import { projectEvents } from "#lib/transactions/project-events";
import { routeList } from "#lib/rest/route-list";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { signedInPerson, type TestPerson } from "#tests/support/access";
import { apiServer, type ApiServer } from "#tests/support/api-server";
import { testDatabase } from "#tests/support/database";
import { type TestDoor, testDoor } from "#tests/support/receiving";

const db = await testDatabase();
const canary = (): string => `canary${randomBytes(12).toString("hex")}`;
const secrets = {
  gatewayKey: canary(), endpointSecret: encodeWebhookSecret(Buffer.from(canary())), headerValue: canary(), password: canary(),
  authorization: canary(), cookie: canary(), proxyAuthorization: canary(),
};
const card = "4000056655665556";
const securityCode = "917";
const written: string[] = [];
const answers: string[] = [];
let door: TestDoor;
let api: ApiServer;
let admin: TestPerson;

/** All that the process says: what pino writes goes to standard output. */
function listenToLog(): void {
  const real = fs.writeSync.bind(fs);
  vi.spyOn(fs, "writeSync").mockImplementation((...args: Parameters<typeof fs.writeSync>) => {
    if (args[0] === 1 || args[0] === 2) written.push(String(args[1]));
    return real(...args);
  });
}

/** Calls the API as the admin; whatever it answers is looked at in the end, unless it is the one answer that tells a secret. */
async function call(method: string, path: string, body?: unknown, tellsSecret = false): Promise<unknown> {
  const answer = await fetch(`${api.url}/api/v1${path}`, { method, headers: { ...admin.writeHeaders, "user-agent": secrets.cookie }, signal: AbortSignal.timeout(10_000), ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!tellsSecret) answers.push(text);
  return text.startsWith("{") ? JSON.parse(text) : text;
}

beforeAll(async () => {
  listenToLog();
  door = await testDoor(db);
  admin = await signedInPerson(db, "admin", { passwordHash: await hashPassword(secrets.password) });
  api = await apiServer();
});
afterAll(async () => {
  await api.close();
  await door.close();
  vi.restoreAllMocks();
});

async function plant(): Promise<void> {
  await call("POST", "/session/step-up", { password: secrets.password });
  await call("POST", "/session/step-up", { password: `${secrets.password}x` });
  await call("POST", "/sources", { provider: "gateway", name: "With a key", mode: "test", keys: [{ secret: secrets.gatewayKey }] });
  await call("POST", "/endpoints", { url: "https://93.184.216.34/hook", format: "normalized", secret: secrets.endpointSecret, headers: { "x-auth": secrets.headerValue } }, true);
  await call("POST", "/endpoints", { url: "nonsense", secret: secrets.endpointSecret, headers: { "x-auth": secrets.headerValue } });
  await call("GET", `/transactions/export?q=${encodeURIComponent(secrets.endpointSecret)}`);
  const { token } = await door.addSource("gateway", {}, secrets.gatewayKey);
  const headers = { authorization: `Bearer ${secrets.authorization}`, cookie: `s=${secrets.cookie}`, "proxy-authorization": secrets.proxyAuthorization, "user-agent": `card ${card}`, "x-note": card };
  const bodies = [
    JSON.stringify({ id: "m1", event: "payment.completed", data: { id: "pay_1", amount: 100, currency: "EUR", card: { number: card, cvv: securityCode, bare: Number(card) }, note: `paid with ${card.replaceAll(/(\d{4})(?=\d)/g, "$1.")}` } }),
    `card=${card.replaceAll(/(\d{4})(?=\d)/g, "$1%20")}&cvv=${securityCode}`,
    Buffer.from(`\ufeff{"card":"${card}"}`, "utf16le"),
    `{"broken": "${card}`,
  ];
  for (const body of bodies) {
    for (const key of [secrets.gatewayKey, "another key"]) await door.post(token, { ...headers, "content-type": "application/json", "X-Signature": createHmac("sha256", key).update(body).digest("hex") }, body);
  }
  const { rows } = await db.pool.query<{ id: string }>("select id from events");
  await projectEvents(db.pool, rows.map(({ id }) => id));
  await askForEverything();
}

/** Every list, and every record by its id. */
async function askForEverything(): Promise<void> {
  for (const { path } of routeList.filter(({ method, path: at }) => method === "GET" && !at.includes("{") && at !== "/stream")) await call("GET", path);
  for (const [table, path] of [["requests", "/requests/req_"], ["events", "/events/evt_"], ["transactions", "/transactions/txn_"], ["sources", "/sources/src_"], ["endpoints", "/endpoints/end_"]] as const) {
    const { rows } = await db.pool.query<{ id: string }>(`select id from ${table}`);
    for (const { id } of rows) await call("GET", `${path}${id}`);
  }
}

/** What is looked for, as it is and as `bytea` and base64 would show it; the security code only where it was named as one. */
const forms = (text: string): readonly string[] => [text, Buffer.from(text).toString("hex"), Buffer.from(text, "utf16le").toString("hex"), Buffer.from(text).toString("base64").replace(/=+$/, "")];
const sought = [...Object.entries(secrets), ["card", card] as const, ["grouped card", card.replaceAll(/(\d{4})(?=\d)/g, "$1.")] as const, ["code", `"cvv":"${securityCode}"`] as const, ["code of a form", `cvv=${securityCode}`] as const]
  .flatMap(([name, text]) => forms(text).map((form) => ({ name, form })));

function foundIn(where: string, text: string): string[] {
  return [...new Set(sought.filter(({ form }) => text.includes(form)).map(({ name }) => `${name} in ${where}`))];
}

describe("secrets and card numbers that are planted in every kind of input", () => {
  it("are found in no table, no answer of the API, no line of the log and no file that browsers get", async () => {
    await plant();
    const { rows: tables } = await db.pool.query<{ name: string }>(
      "select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'",
    );
    expect(tables.length).toBeGreaterThan(40);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await db.pool.query<{ line: string }>(`select t::text as line from ${name} t`);
      found.push(...foundIn(name, rows.map(({ line }) => line).join("\n")));
    }
    found.push(...foundIn("the API's answers", answers.join("\n")), ...foundIn("the log", written.join("\n")));
    for (const file of fs.existsSync(".next/static") ? fs.readdirSync(".next/static", { recursive: true, withFileTypes: true }) : []) {
      if (file.isFile()) found.push(...foundIn(file.name, fs.readFileSync(`${file.parentPath}/${file.name}`, "latin1")));
    }
    expect(found).toEqual([]);
  }, 60_000);

  it("were really planted: what was received is there, masked", async () => {
    const { rows } = await db.pool.query<{ masked: boolean }>("select masked from requests");
    expect(rows.length).toBe(8);
    expect(rows.every(({ masked }) => masked)).toBe(true);
    expect(answers.join()).toContain("400005******5556");
    expect(await db.prisma.endpoint.count()).toBe(1);
    expect(await db.prisma.sourceKey.count()).toBe(2);
  });
});
