import pg from "pg";
import { type Permission, roleAllows, roles, type Role } from "#lib/access/permissions";
import { embeddedUrl } from "../runner/started-server.ts";
import { gatewayHeaders } from "../support/nouns.ts";
import { everyPage } from "../support/page-tree.ts";
import type { ApiClient, MadeSource } from "./api-client.ts";
import { admin, adminApiKey, expect, test } from "./fixtures.ts";
import { type Answer, askPages, expectStrictPolicy, isSignIn } from "./page-answer.ts";
import { startReceiver } from "./receiver.ts";

/** Where nothing is: whoever is let in finds nothing there. */
const nothing = "00000000-0000-7000-8000-000000000000";

interface Page {
  readonly address: string;
  readonly permission: Permission;
}

/** What nobody outside may learn, and what no viewer may. */
interface Told {
  readonly source: MadeSource;
  readonly token: string;
  readonly endpointUrl: string;
}

interface Noun extends Told {
  readonly pages: readonly Page[];
  readonly open: readonly string[];
}

const sourceName = "Seen by those who may";

/** Every page of the route tree, about things that are there. */
async function pagesOfNouns(api: ApiClient): Promise<Noun> {
  const source = await api.createSource({ provider: "stripe", name: sourceName, settings: {}, secret: "whsec_of_who_sees_pages_0123456789abcdef" });
  const endpointUrl = "http://127.0.0.1:9/only-for-operators";
  const endpoint = await api.createEndpoint({ url: endpointUrl, description: "Who sees it", sourceIds: [source.id] });
  expect(await api.send(source)).toBe(200);
  const [event = ""] = await api.events(source);
  const [request = ""] = await api.requests(source);
  const [transaction] = await api.transactions(source, 1);
  const [delivery = ""] = await api.attempted(endpoint, 1);
  const ids: ReadonlyMap<string, string> = new Map([
    ["sources", source.id], ["endpoints", endpoint], ["events", event], ["requests", request], ["deliveries", delivery], ["audit", "1"],
    ["transactions", transaction?.id ?? ""], ["customers", encodeURIComponent(transaction?.customer.reference ?? "")], ["replays", await api.replay(event, endpoint)],
  ]);
  const filled = (path: string): string => path.split("/").map((part, at, parts) => (part === "*" ? (ids.get(parts[at - 1] ?? "") ?? nothing) : part)).join("/");
  const files = everyPage();
  return {
    source, endpointUrl,
    token: new URL(source.webhookUrl).pathname.split("/").at(-1) ?? "",
    pages: files.flatMap(({ path, permission }) => (permission === null ? [] : [{ address: filled(path), permission }])),
    open: files.flatMap(({ path, permission }) => (permission === null ? [filled(path)] : [])),
  };
}

/** Each page answers those of this role that the table lets in, and tells nobody what the table keeps from them. */
async function expectPagesOf(role: Role, noun: Noun, url: string, cookie: string, who: string): Promise<void> {
  const details = [noun.token, noun.endpointUrl];
  const secrets = role === "viewer" ? details : [];
  for (const { page, answer, streamed } of await askPages(url, noun.pages, { cookie }, who === "viewer")) {
    const what = `${page.address} for ${who}`;
    const may = roleAllows(role, page.permission);
    expect.soft([may ? 200 : 403, ...(may && page.address.includes(nothing) ? [404] : [])], what).toContain(answer.status);
    for (const secret of may ? secrets : [...details, admin.email]) {
      expect.soft(answer.text, `${what} tells nothing`).not.toContain(secret);
      expect.soft(streamed?.text ?? "", `${what} as a stream tells nothing`).not.toContain(secret);
    }
    expectStrictPolicy(answer, what);
    // What is looked for above is there to be found.
    if (role !== "viewer" && page.address.endsWith("/connect")) expect.soft(answer.text, what).toContain(noun.token);
  }
}

/** The way to the sign-in, and nothing of the page. */
async function expectShut(noun: Noun, url: string, headers: Readonly<Record<string, string>>, who: string): Promise<void> {
  for (const { page, answer, streamed } of await askPages(url, noun.pages, headers, who !== "a key")) {
    const what = `${page.address} for ${who}`;
    expect.soft(isSignIn(answer), `${what} leads to the sign-in, not ${String(answer.status)}`).toBe(true);
    if (streamed !== null) expect.soft(isSignIn(streamed) || streamed.text.includes("/sign-in"), `${what} as a stream`).toBe(true);
    for (const told of [noun.source.name, noun.token, noun.endpointUrl, admin.email]) expect.soft(`${answer.text}${streamed?.text ?? ""}`, `${what} tells nothing`).not.toContain(told);
  }
}

test("every page answers those that the table names: 403 to other roles, the sign-in to nobody, to a key and to a disabled person", async ({ api, server, session }) => {
  test.setTimeout(240_000);
  const noun = await pagesOfNouns(api);
  expect(noun.pages.length).toBeGreaterThan(35);
  for (const role of roles) await expectPagesOf(role, noun, server.url, (await session(role)).cookie, role);
  await expectShut(noun, server.url, { "x-countersign-path": "/docs", "x-middleware-subrequest": "app/middleware" }, "nobody");
  await expectShut(noun, server.url, { authorization: `Bearer ${adminApiKey}` }, "a key");
  const open: readonly Answer[] = (await askPages(server.url, noun.open.map((address) => ({ address })), {})).map(({ answer }) => answer);
  for (const answer of open) expectStrictPolicy(answer, "an open page");

  const [demoted, gone] = [await session("admin"), await session("admin")];
  const client = new pg.Client({ connectionString: embeddedUrl(server.dataDir) });
  await client.connect();
  await client.query("update users set role = 'viewer' where id = $1", [demoted.userId]);
  await client.query("update users set disabled_at = now() where id = $1", [gone.userId]);
  await client.end();
  await expectPagesOf("viewer", noun, server.url, demoted.cookie, "a demoted admin");
  await expectShut(noun, server.url, { cookie: gone.cookie }, "a disabled person");
});

test("the refusal says what is refused, who may and what to do, also where a link led to it", async ({ pageAs }) => {
  const page = await pageAs("operator");
  const said = async (): Promise<string> => (await page.getByRole("main").innerText()).replaceAll(/\s+/g, " ");
  expect((await page.goto("/team"))?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1, name: "Your role does not allow this" })).toBeVisible();
  expect(await said()).toContain("To see the team one must be an admin; you are an operator. Ask an admin for another role");
  await page.getByRole("main").getByRole("link", { name: "Go to the overview" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
});

test("scripts in payloads, names, headers and answers are shown as text and never run", async ({ api, pageAs }) => {
  const script = `"><img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
  const receiver = await startReceiver(script);
  const source = await api.createSource({ provider: "gateway", name: `Shop ${script}`, settings: {}, secret: "a-key-for-scripts-in-names" });
  const endpoint = await api.createEndpoint({ url: receiver.url, description: script, sourceIds: [source.id] });
  const body = JSON.stringify({ id: `pay_${script}`, event: `payment.${script}`, data: { id: script, amount: 100, currency: "EUR", note: script, customer: { id: script, name: script, email: script } } });
  const send = (headers: Readonly<Record<string, string>>): Promise<Response> => fetch(source.webhookUrl, { method: "POST", headers: { ...headers, "user-agent": script, "x-note": script, referer: script }, body });
  expect((await send(gatewayHeaders(source.secret, body))).status).toBe(200);
  expect((await send({ "content-type": "application/json", "x-signature": script })).status).toBe(401);
  const [event = ""] = await api.events(source);
  const requests = await api.requests(source);
  const [delivery = ""] = await api.attempted(endpoint, 1);
  const page = await pageAs("admin");
  const inAddress = encodeURIComponent(script);
  const addresses = [
    "/", `/sources/${source.id}`, `/sources/${source.id}/rotate`, `/endpoints/${endpoint}`, `/deliveries/${delivery}`, ...requests.map((id) => `/requests/${id}`), "/events?mode=test", `/events/${event}`,
    "/transactions?mode=test", `/customers/${inAddress}`, "/audit?action=source.*", `/events?q=${inAddress}&mode=all`, `/sources/${inAddress}`,
  ];
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 }).first(), address).toBeVisible();
    expect(await page.evaluate(() => "ran" in window), address).toBe(false);
    expect(await page.locator("img[src=x]").count(), address).toBe(0);
  }
  await page.goto("/sources?mode=test");
  await expect(page.getByText(`Shop ${script}`).first(), "it is there, as text").toBeVisible();
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  await receiver.stop();
});
