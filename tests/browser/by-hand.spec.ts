import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import pg from "pg";
import { embeddedUrl, type StartedServer } from "../runner/started-server.ts";
import type { MadeSource } from "./api-client.ts";
import { expect, test } from "./fixtures.ts";
import { startReceiver } from "./receiver.ts";

async function sendSigned({ webhookUrl, secret }: MadeSource, message: object): Promise<void> {
  const body = JSON.stringify(message);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  expect((await fetch(webhookUrl, { method: "POST", headers: { "content-type": "application/json", "x-signature": signature }, body })).status).toBe(200);
}

async function withDatabase<Value>(server: StartedServer, run: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: embeddedUrl(server.dataDir) });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

const bare = (id: string): string => id.slice(id.indexOf("_") + 1);

test("an anomaly is found, acknowledged by name, and opened again", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Too much back", settings: {}, secret: "the-key-of-too-much-back" });
  const data = { currency: "EUR", reference: "order-too-much" };
  await sendSigned(source, { id: "much_1", event: "payment.completed", data: { ...data, id: "pay_much", amount: 2599 } });
  await sendSigned(source, { id: "much_2", event: "refund.completed", data: { ...data, id: "ref_much", payment_id: "pay_much", amount: 9900 } });
  await api.events(source);
  await api.transactions(source, 1);
  const page = await pageAs("operator");
  await page.goto(`/transactions?mode=test&anomaly=refunded_over_captured&sourceId=${source.id}`);
  await page.locator(".row-link").click();
  const anomaly = page.getByRole("listitem").filter({ has: page.getByText("More refunded than captured", { exact: true }) });
  await expect(anomaly).toContainText("99.00");
  await anomaly.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText("Acknowledged. The audit says so.")).toBeVisible();
  await expect(anomaly).toContainText("Acknowledged by Test operator");
  await expect(page.getByRole("listitem").filter({ hasText: "Anomaly acknowledged: more refunded than captured" }), "stands in the timeline").toBeVisible();
  await page.goto(`/transactions?mode=test&anomaly=refunded_over_captured&sourceId=${source.id}`);
  await page.locator(".row-link").click();
  await anomaly.getByRole("button", { name: "Take back" }).click();
  await expect(anomaly.getByRole("button", { name: "Acknowledge" })).toBeVisible();
});

test("an event that could not be read is read again, alone and with its fellows", async ({ api, pageAs, server }) => {
  const source = await api.createSource({ provider: "gateway", name: "Not read", settings: {}, secret: "the-key-of-what-is-not-read" });
  for (let count = 0; count < 3; count += 1) expect(await api.send(source)).toBe(200);
  const events = await api.events(source);
  await withDatabase(server, (client) => client.query("update events set state = 'failed', error = 'The setting “header” cannot be used.' where id = any($1::uuid[])", [events.map(bare)]));
  const page = await pageAs("operator");
  await page.goto(`/events/${events[0] ?? ""}`);
  await expect(page.getByText("The setting “header” cannot be used.")).toBeVisible();
  await page.getByRole("button", { name: "Read it again" }).click();
  await expect(page.getByText("It is being read again.")).toBeVisible();
  const states = () => withDatabase(server, async (client) => (await client.query<{ state: string }>("select state from events where id = any($1::uuid[]) order by state", [events.map(bare)])).rows.map(({ state }) => state));
  await expect.poll(states, { timeout: 15_000 }).toEqual(["failed", "failed", "processed"]);
  await expect(page.getByRole("button", { name: "Read it again" })).toBeHidden();

  await page.goto(`/events?mode=test&state=failed&sourceId=${source.id}`);
  await expect(page.locator(".row-link")).toHaveCount(2);
  await page.getByRole("button", { name: "Read all of them again" }).click();
  await expect(page.getByText("2 events are being read again.")).toBeVisible();
  await expect.poll(states, { timeout: 15_000 }).toEqual(["processed", "processed", "processed"]);
});

async function planned(page: Page, source: MadeSource) {
  await page.goto(`/transactions?mode=test&sourceId=${source.id}`);
  await expect(page.locator(".row-link")).toHaveCount(2);
  await page.getByRole("button", { name: "Rebuild" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Of the newest 2, 2 would change.");
  return dialog;
}

test("payments are rebuilt after a setting was changed: the difference first, then the progress, and a cancel", async ({ api, pageAs, server }) => {
  const settings = (captureMode: string) => ({ scheme: "standard", merchantAccounts: ["ShopAccount"], captureMode });
  const source = await api.createSource({ provider: "adyen", name: "Rebuilt", settings: settings("automatic"), secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" });
  for (let count = 0; count < 2; count += 1) expect(await api.send(source)).toBe(200);
  const [payment] = await api.transactions(source, 2);
  const setCaptureMode = (mode: string) => withDatabase(server, (client) => client.query("update sources set settings = $2 where id = $1", [bare(source.id), settings(mode)]));
  const page = await pageAs("operator");
  await page.goto(`/transactions/${payment?.id ?? ""}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Captured");

  await setCaptureMode("manual");
  const dialog = await planned(page, source);
  await expect(dialog.getByRole("definition").filter({ hasText: "Captured" }).first()).toContainText("Authorized");
  await dialog.getByRole("button", { name: "Rebuild 2 transactions" }).click();
  await expect(page).toHaveURL(/\/transactions\/rebuilds\/./);
  await expect(page.getByText("Done: 2 transactions changed.")).toBeVisible({ timeout: 20_000 });
  await page.goto(`/transactions/${payment?.id ?? ""}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Authorized");

  await setCaptureMode("automatic");
  const again = await planned(page, source);
  // A payment that somebody else is at: the rebuild cannot get past it.
  await withDatabase(server, async (client) => {
    await client.query("select pg_advisory_lock(hashtextextended($1 || ' ' || $2, 7))", [bare(source.id), payment?.reference]);
    await again.getByRole("button", { name: "Rebuild 2 transactions" }).click();
    await expect(page.getByText(/^0 of \d looked at$/)).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByText("Canceled. What is done stays done.")).toBeVisible();
    await expect(page.getByText(/^It was canceled after 0 of /)).toBeVisible();
    await expect(page.getByRole("button", { name: "Cancel" })).toBeHidden();
  });
});

test("a payment of many events shows the newest of them with where they were sent, and more on demand; what no reference finds is found in payloads", async ({ api, pageAs }) => {
  const receiver = await startReceiver();
  try {
    const source = await api.createSource({ provider: "gateway", name: "Long story", settings: {}, secret: "the-key-of-the-long-story" });
    await api.createEndpoint({ url: receiver.url, description: "Story keeper", sourceIds: [source.id] });
    for (let count = 0; count < 44; count += 1) {
      const note = count === 7 ? { voucher: "SPRING-7-ONLY", customer: { name: "Zoe Petrakis" } } : {};
      await sendSigned(source, { id: `story_${String(count)}`, event: "payment.completed", data: { id: "pay_story", amount: 2599, currency: "EUR", ...note } });
    }
    expect(await api.events(source)).toHaveLength(44);
    const [payment] = await api.transactions(source, 1);
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(44);
    const page = await pageAs("viewer");
    await page.goto(`/transactions/${payment?.id ?? ""}`);
    const steps = (text: string) => page.getByRole("listitem").filter({ has: page.getByRole("link", { name: text, exact: true }) });
    await expect(steps("Payment completed")).toHaveCount(40);
    await expect(steps("Delivered to Story keeper")).toHaveCount(40);
    await page.getByRole("link", { name: "Show more: 4 earlier" }).click();
    await expect(steps("Payment completed")).toHaveCount(44);
    await expect(page.getByRole("link", { name: /^Show more/ })).toBeHidden();
    await steps("Delivered to Story keeper").first().getByRole("link").click();
    await expect(page).toHaveURL(/\/deliveries\/dlv_/);

    await page.goto("/transactions?mode=test");
    await page.getByRole("searchbox").fill("SPRING-7-ONLY");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "look for “SPRING-7-ONLY” in the payloads" }).click();
    await expect(page.getByRole("status").filter({ hasText: "1 event in all that was received since" })).toBeVisible({ timeout: 20_000 });
    await expect(page.locator(".row-link")).toHaveCount(1);
    await page.getByRole("searchbox").fill("Petrakis");
    await page.keyboard.press("Enter");
    await expect(page.getByText("personal fields are not searched for you"), "nobody spells out what is masked for him").toBeVisible({ timeout: 20_000 });
  } finally {
    await receiver.stop();
  }
});
