import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { admin, expect, test } from "./fixtures.ts";
import { type Received, startReceiver } from "./receiver.ts";

/** By the form: what is hard to undo asks for the password again. */
async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
}

function isSignedWith(secret: string, { headers, body }: Received): boolean {
  return headers["x-signature"] === createHmac("sha256", secret).update(body).digest("hex");
}

test("an endpoint is made, gets signed events, is retried by hand after it failed, and gets a new secret", async ({ api, visitor: page }) => {
  test.setTimeout(120_000);
  const receiver = await startReceiver();
  try {
    const source = await api.createSource({ provider: "gateway", name: "Delivered", settings: {}, secret: "the-key-of-the-delivered-source" });
    await signIn(page);
    await page.goto("/endpoints/new");
    await page.getByLabel("URL", { exact: true }).fill(receiver.url);
    await page.getByRole("radio", { name: /^Test/ }).check();
    await expect(page.getByRole("list", { name: "Check of the URL" })).toContainText("answers on port");
    await page.getByLabel("Description").fill("Shop backend");
    await page.getByLabel("Delivered").check();
    await page.getByRole("button", { name: "Create the endpoint" }).click();
    await expect(page).toHaveURL(/\/endpoints\/end_/);
    const endpointUrl = page.url();
    const secret = (await page.getByRole("region", { name: "secret" }).innerText()).trim();
    expect(secret).toMatch(/^whsec_/);

    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("dialog", { name: "Signed test event" })).toContainText("deliveries to it would be done");
    await page.keyboard.press("Escape");
    expect(await api.send(source)).toBe(200);
    await expect.poll(() => receiver.received.length).toBe(2);
    expect(receiver.received.every((one) => isSignedWith(secret, one)), "the secret that was shown signs what arrives").toBe(true);
    const deliveries = page.getByRole("table", { name: "Recent deliveries" }).getByRole("row");
    await expect(deliveries.filter({ hasText: "Succeeded" })).toHaveCount(1, { timeout: 15_000 });

    receiver.answer(503);
    expect(await api.send(source)).toBe(200);
    await expect(deliveries.filter({ hasText: "Retrying" }), "an open page notices by itself").toHaveCount(1, { timeout: 15_000 });
    await deliveries.filter({ hasText: "Retrying" }).getByRole("link").first().click();
    await expect(page.getByText("503 Unavailable").first()).toBeVisible();
    receiver.answer(200);
    await page.getByRole("button", { name: "Try now" }).click();
    await expect(page.getByText(/Shop backend took it after \d attempts/)).toBeVisible({ timeout: 15_000 });
    await expect(page.getByRole("heading", { name: "Compared with another attempt" })).toBeVisible();

    await page.goto(endpointUrl);
    await page.getByRole("button", { name: "Actions of this endpoint" }).click();
    await page.getByRole("menuitem", { name: "Rotate the secret" }).click();
    await page.getByRole("button", { name: "Make a new secret" }).click();
    await page.getByLabel("Your password").fill(admin.password);
    await page.getByRole("button", { name: "Make the new secret" }).click();
    const next = (await page.getByRole("dialog", { name: "The new secret" }).getByRole("region", { name: "secret" }).innerText()).trim();
    await page.getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByRole("table", { name: "Secrets that sign" }).getByRole("row").filter({ hasText: "Expiring" })).toHaveCount(1);

    const [event = ""] = await api.events(source);
    await page.goto(`/events/${event}`);
    await expect(page.getByRole("table", { name: "Deliveries" })).toContainText("Shop backend");
    await page.keyboard.press("r");
    await page.getByRole("dialog", { name: "Replay this event" }).getByLabel("Shop backend").check();
    await page.getByRole("button", { name: "Send it again" }).click();
    await expect.poll(() => receiver.received.find(({ headers }) => headers["countersign-replay"] !== undefined)?.headers["webhook-id"]).toBe(event);
    const replayed = receiver.received.at(-1);
    expect(replayed?.headers["x-signature-next"], "both secrets sign during the overlap").toBe(createHmac("sha256", next).update(replayed?.body ?? "").digest("hex"));
  } finally {
    await receiver.stop();
  }
});

test("a viewer sees how endpoints fare, neither where they are nor a button that changes anything", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Not for viewers", settings: {}, secret: "the-key-that-viewers-never-see" });
  const endpoint = await api.createEndpoint({ url: "http://127.0.0.1:9/not-for-viewers", description: "Quiet backend", sourceIds: [source.id] });
  expect(await api.send(source)).toBe(200);
  const [delivery = ""] = await api.attempted(endpoint, 1);
  const [event = ""] = await api.events(source);
  const page = await pageAs("viewer");
  for (const path of ["/endpoints?mode=test", `/endpoints/${endpoint}`, "/deliveries", `/deliveries/${delivery}`, `/events/${event}`]) {
    await page.goto(path);
    await expect(page.getByText("Quiet backend").filter({ visible: true }).first(), path).toBeVisible();
    expect(await page.content(), path).not.toContain("not-for-viewers");
    await expect(page.getByRole("main").getByRole("button", { name: /^(Pause|Retry|Try now|Cancel|Replay|Send|Actions)/ }), path).toHaveCount(0);
    await expect(page.getByRole("link", { name: "New endpoint" }), path).toHaveCount(0);
  }
  await page.goto("/queue");
  await expect(page.getByText("Your role does not allow this")).toBeVisible();
});
