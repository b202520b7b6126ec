import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openOidc } from "#lib/access/oidc";
import { hashPassword } from "#lib/access/password";
import { ensureSetupLink } from "#lib/access/setup";
import { projectEvents } from "#lib/transactions/project-events";
import { routeList } from "#lib/rest/route-list";
import { signedInPerson, type TestPerson, testPublicUrl } from "#tests/support/access";
import { apiServer, type ApiServer } from "#tests/support/api-server";
import { canary, canaryCard as card, canaryCode, findingsIn, type Sought, sought, soughtCards } from "#tests/support/canaries";
import { copyOut, everyTable } from "#tests/support/copy-out";
import { testDatabase } from "#tests/support/database";
import { oidcClient, type OidcServer, oidcServer } from "#tests/support/oidc-server";
import { httpTarget } from "#tests/support/outbound-target";
import { type TestDoor, testDoor } from "#tests/support/receiving";
import { gatewaySecret, testSending } from "#tests/support/sending";
import { memberOf, SignInBrowser } from "#tests/support/sign-in-browser";
import { type Call, type Keep, plantByApi, plantNotes, plantWebhooks } from "./plant-inputs.ts";

const db = await testDatabase();
const password = canary();
const secrets: Sought[] = [sought("password", password), ...soughtCards];
const keep: Keep = (name, text) => {
  expect(text.length, name).toBeGreaterThan(8);
  secrets.push(sought(name, text));
  return text;
};
const written: string[] = [];
const answers: string[] = [];
let received = 0;
let door: TestDoor;
let api: ApiServer;
let oidc: OidcServer;
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
const call: Call = async (method, path, body, options = {}) => {
  const answer = await fetch(`${api.url}/api/v1${path}`, { method, headers: { ...admin.writeHeaders, "user-agent": `agent ${card}`, ...options.headers }, signal: AbortSignal.timeout(10_000), ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(500);
  if (options.tells !== true) answers.push(text);
  return text.startsWith("{") ? (JSON.parse(text) as unknown) : text;
};

beforeAll(async () => {
  listenToLog();
  door = await testDoor(db);
  keep("setup token", (await ensureSetupLink()) ?? "");
  admin = await signedInPerson(db, "admin", { passwordHash: await hashPassword(password) });
  keep("session cookie", admin.cookie.split("=")[1] ?? "");
  api = await apiServer();
  oidc = await oidcServer(`${testPublicUrl}/api/auth/callback/oidc`);
  openOidc({ issuer: oidc.issuer, ...oidcClient, roleClaim: null, roleValues: { admin: [], operator: [], viewer: [] } });
  keep("client secret", oidcClient.clientSecret);
});
afterAll(async () => {
  openOidc(null);
  await oidc.close();
  await api.close();
  await door.close();
  vi.restoreAllMocks();
});

/** The sign-in form with everything in the wrong field, and single sign-on by somebody whose name there is a card number. */
async function plantSignIns(): Promise<void> {
  const browser = new SignInBrowser();
  await browser.signIn(admin.email, keep("wrong password", canary()));
  await browser.signIn(keep("password in the field of the address", canary()), card);
  await browser.signIn(`${card}@example.com`, password);
  const known = await signedInPerson(db, "viewer");
  oidc.people.set("subject", { email: known.email, email_verified: true, name: `Anna ${card}` });
  const begin = memberOf(await browser.call("POST", ["signin", "oidc"], { callbackUrl: "/", csrfToken: await browser.token() }), "url");
  const back = await oidc.signInAs("subject", begin);
  keep("authorization code", back.searchParams.get("code") ?? "");
  await browser.call("GET", ["callback", "oidc"], {}, Object.fromEntries(back.searchParams));
  keep("session cookie of single sign-on", browser.session?.value ?? "");
  expect(await db.prisma.session.count({ where: { userId: known.actor.id, method: "oidc" } })).toBe(1);
}

/** A merchant's server that repeats what it was sent, and a card number besides. */
async function plantDeliveries(): Promise<void> {
  const echoed = keep("header value that is echoed", `Bearer ${canary()}`);
  const target = await httpTarget((request, response) => response.writeHead(400, { "x-echo": `${String(request.headers["x-auth"])} ${card}` }).end(JSON.stringify({ headers: request.headers, card, cvv: canaryCode })));
  const { token, id } = await door.addSource("gateway", {}, gatewaySecret);
  const created = await db.prisma.endpoint.findFirstOrThrow();
  await call("PATCH", `/endpoints/end_${created.id}`, { headers: { "x-auth": echoed }, mode: "test", sourceIds: [`src_${id}`] });
  await db.prisma.endpoint.update({ where: { id: created.id }, data: { url: `http://127.0.0.1:${String(target.port)}/hook` } });
  const sending = await testSending(db, door);
  try {
    await sending.send(token, JSON.stringify({ id: "echo_1", event: "payment.completed", data: { id: "pay_echo", amount: 100, currency: "EUR", note: card } }));
    received += 1;
    await sending.start();
    await expect.poll(() => db.prisma.attempt.count(), { timeout: 20_000 }).toBeGreaterThan(0);
  } finally {
    await sending.close();
  }
  const [attempt] = await db.prisma.attempt.findMany();
  expect(Buffer.from(attempt?.responseBody ?? "").toString()).toContain('"x-auth":"*******');
}

/** Every list, and every record by its id. */
async function askForEverything(): Promise<void> {
  for (const { path } of routeList.filter(({ method, path: at }) => method === "GET" && !at.includes("{") && at !== "/stream")) await call("GET", path);
  for (const [table, path] of [["requests", "/requests/req_"], ["events", "/events/evt_"], ["transactions", "/transactions/txn_"], ["sources", "/sources/src_"], ["endpoints", "/endpoints/end_"], ["deliveries", "/deliveries/dlv_"]] as const) {
    const { rows } = await db.pool.query<{ id: string }>(`select id from ${table}`);
    for (const { id } of rows) await call("GET", `${path}${id}`);
  }
}

async function plant(): Promise<void> {
  received += await plantWebhooks(door, keep);
  const { rows } = await db.pool.query<{ id: string }>("select id from events");
  await projectEvents(db.pool, rows.map(({ id }) => id));
  await plantByApi(call, keep, password);
  await plantSignIns();
  await plantDeliveries();
  const transactions = await db.pool.query<{ id: string }>("select id from transactions");
  await plantNotes(call, transactions.rows.map(({ id }) => id), rows.slice(0, 2).map(({ id }) => id));
  await askForEverything();
}

describe("secrets and card numbers that are planted in every kind of input", () => {
  it("are found in no table, no answer of the API, no line of the log and no file that browsers get", async () => {
    await plant();
    const tables = await everyTable(db.pool);
    expect(tables.length).toBeGreaterThan(40);
    const found: string[] = [];
    for (const name of tables) found.push(...findingsIn(secrets, name, await copyOut(db.pool, name)));
    found.push(...findingsIn(secrets, "the API's answers", answers.join("\n")), ...findingsIn(secrets, "the log", written.join("\n")));
    for (const file of fs.existsSync(".next/static") ? fs.readdirSync(".next/static", { recursive: true, withFileTypes: true }) : []) {
      if (file.isFile()) found.push(...findingsIn(secrets, file.name, fs.readFileSync(`${file.parentPath}/${file.name}`, "latin1")));
    }
    expect(found).toEqual([]);
  }, 120_000);

  it("were really planted: what was received and typed is there, masked", async () => {
    const { rows } = await db.pool.query<{ masked: boolean }>("select masked from requests");
    expect(rows.length).toBe(received);
    expect(rows.every(({ masked }) => masked)).toBe(true);
    const masked = `${card.slice(0, 6)}******${card.slice(-4)}`;
    for (const [table, text] of [["sources", `Renamed ${masked}`], ["source_keys", `Label ${masked}`], ["endpoints", `Now for ${masked}`], ["users", `Bea ${masked}`], ["api_keys", `Script ${masked}`], ["saved_views", `View ${masked}`], ["replays", `He paid with ${masked}, cvv ***`], ["audit_entries", `He paid with ${masked}`], ["transactions", `He paid with ${masked}`], ["attempts", masked]] as const) {
      const copied = await copyOut(db.pool, table);
      expect(copied.includes(text) || copied.includes(Buffer.from(text).toString("hex")), `${text} in ${table}`).toBe(true);
    }
    expect(answers.join()).toContain(masked);
    expect(await db.prisma.sourceKey.count()).toBeGreaterThan(18);
    expect(await db.prisma.recoveryCode.count()).toBe(10);
    expect(secrets.length).toBeGreaterThan(55);
  });
});
