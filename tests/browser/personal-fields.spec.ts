import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { root } from "../runner/steps.ts";
import { canary, canaryCard, findingsIn, sought, soughtCards } from "../support/canaries.ts";
import type { MadeSource } from "./api-client.ts";
import { admin, expect, test } from "./fixtures.ts";
import { fullPages } from "./pages/every-page.ts";
import { startReceiver } from "./receiver.ts";

/** By the form: erasing asks for the password again. */
async function signInByForm(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/$/);
}

async function sendSigned({ webhookUrl, secret }: MadeSource, message: object): Promise<number> {
  const body = JSON.stringify(message);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return (await fetch(webhookUrl, { method: "POST", headers: { "content-type": "application/json", "x-signature": signature }, body })).status;
}

test("personal fields are masked until somebody who may asks for them, in an event and in its request", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Personal", settings: {}, secret: "the-key-of-the-personal-test" });
  const email = "ada.lovelace@example.com";
  expect(await sendSigned(source, { id: "pers_1", event: "payment.completed", data: { id: "pay_pers", amount: 2599, currency: "EUR", customer: { email } } })).toBe(200);
  const [event = ""] = await api.events(source);
  const [request = ""] = await api.requests(source);
  const page = await pageAs("operator");
  for (const path of [`/events/${event}`, `/requests/${request}`]) {
    await page.goto(path);
    await expect(page.getByRole("button", { name: "Show personal fields" })).toBeVisible();
    expect(await page.content(), path).not.toContain(email);
    await page.getByRole("button", { name: "Show personal fields" }).click();
    await expect(page.getByText(email).first(), path).toBeVisible();
    await expect(page.getByText("The audit names you for it")).toBeVisible();
  }
});

test("a large body is fetched when it is asked for, and is whole", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Large", settings: {}, secret: "the-key-of-the-large-test" });
  expect(await sendSigned(source, { id: "large_1", event: "payment.completed", filler: "x".repeat(300_000), end: "the end of a large body" })).toBe(200);
  const [request = ""] = await api.requests(source);
  const page = await pageAs("operator");
  const answer = await page.goto(`/requests/${request}`);
  expect((await answer?.body())?.length ?? Infinity).toBeLessThan(200_000);
  await page.getByRole("button", { name: "Load the body" }).click();
  await page.getByRole("button", { name: "Text" }).click();
  await expect(page.getByText("the end of a large body")).toBeVisible();
});

test("a merchant's answer is masked until it is asked for; then the customer is erased, and nothing of him is left", async ({ api, visitor: page }) => {
  test.setTimeout(180_000);
  const email = "grace.hopper@example.com";
  const receiver = await startReceiver(`<p>No account for ${email}</p>`);
  const source = await api.createSource({ provider: "gateway", name: "Erased", settings: {}, secret: "the-key-of-the-erasure-test" });
  const endpoint = await api.createEndpoint({ url: receiver.url, description: "Says who it was", sourceIds: [source.id] });
  const customer = { id: "cus_grace_1", name: "Grace Hopper", email };
  for (const id of ["pay_grace_1", "pay_grace_2"]) expect(await sendSigned(source, { id: `m_${id}`, event: "payment.completed", data: { id, amount: 2599, currency: "EUR", customer } })).toBe(200);
  const [delivery = ""] = await api.attempted(endpoint, 2);
  await receiver.stop();
  await signInByForm(page);

  await page.goto(`/deliveries/${delivery}`);
  await expect(page.getByText("No account for ***").first()).toBeVisible();
  expect(await page.content()).not.toContain(email);
  await page.getByRole("button", { name: "Show personal fields" }).click();
  await expect(page.getByText(`No account for ${email}`)).toBeVisible();
  await expect(page.getByText("The audit names you for it")).toBeVisible();

  await page.goto("/customers/cus_grace_1");
  await page.getByRole("button", { name: "Erase this customer" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Personal fields of 2 transactions and 2 events")).toBeVisible();
  await dialog.getByLabel("Type cus_grace_1 to confirm").fill("cus_grace");
  await dialog.getByLabel("Your password").fill(admin.password);
  await dialog.getByRole("button", { name: "Erase for ever" }).click();
  await expect(dialog.getByText("Nothing was erased.")).toBeVisible();
  await dialog.getByLabel("Type cus_grace_1 to confirm").fill("cus_grace_1");
  await dialog.getByLabel("Your password").fill(admin.password);
  await dialog.getByRole("button", { name: "Erase for ever" }).click();
  await expect(page.getByText("The customer was erased")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: /^erased-/ }).click();
  await expect(page.getByText("This customer was erased: what is left says nobody’s name.")).toBeVisible();
  await expect(page.getByText("25.99 EUR").first()).toBeVisible();
  // Loaded anew: a document keeps what the page before it was drawn from.
  await page.reload();
  await expect(page.getByText("25.99 EUR").first()).toBeVisible();
  expect(await page.content()).not.toMatch(/hopper|cus_grace_1/i);
  await page.goto(`/deliveries/${delivery}`);
  expect(await page.content()).not.toContain("No account for");
  const gone = await page.request.get("/customers/cus_grace_1");
  expect(await gone.text()).not.toMatch(/hopper|pay_grace/i);
});

test("no page, no stream of a page, no file for browsers and no line of the log holds a planted secret or card number", async ({ api, pageAs, server }) => {
  test.setTimeout(600_000);
  const keys = [canary(), canary(), "whsec_of_every_page_0123456789abcdef", "whsec_of_every_page_that_is_rotated_0123456789"] as const;
  const [secret, second] = keys;
  const source = await api.createSource({ provider: "gateway", name: `Canary ${canaryCard}`, settings: {}, secret });
  await api.addKey(source, second);
  const endpoint = await api.createEndpoint({ url: "http://127.0.0.1:9/hooks", description: `Canary ${canaryCard}`, sourceIds: [source.id] });
  const message = { id: "canary_1", event: "payment.completed", data: { id: "pay_canary", amount: 100, currency: "EUR", customer: { id: "cus_canary", name: `Ada ${canaryCard}` }, card: { number: canaryCard, cvv: "917" } } };
  expect(await sendSigned(source, message)).toBe(200);
  expect(await sendSigned({ ...source, secret: "another" }, message)).toBe(401);
  const [request = "", refused = ""] = await api.requests(source);
  const [transaction] = await api.transactions(source, 1);
  const [event = ""] = await api.events(source);
  const [delivery = ""] = await api.attempted(endpoint, 1);
  const own = [`/sources/${source.id}`, `/sources/${source.id}/rotate`, `/endpoints/${endpoint}`, `/requests/${request}`, `/requests/${refused}`, `/events/${event}`, `/transactions/${transaction?.id ?? ""}`, `/deliveries/${delivery}`, "/customers/cus_canary", `/transactions?q=${source.id}`];
  const all = [...keys.map((text) => sought("key", text)), ...soughtCards];
  const page = await pageAs("admin");
  const found: string[] = [];
  const shown: string[] = [];
  for (const at of [...own, ...(await fullPages(api))]) {
    for (const headers of [{ accept: "text/html" }, { rsc: "1" }]) {
      const text = await (await page.request.get(at, { headers })).text();
      found.push(...findingsIn(all, at, text));
      shown.push(text);
    }
  }
  found.push(...findingsIn(all, "the log", server.output()));
  for (const file of readdirSync(path.join(root, ".next/static"), { recursive: true, withFileTypes: true })) {
    if (file.isFile()) found.push(...findingsIn(all, file.name, readFileSync(path.join(file.parentPath, file.name), "latin1")));
  }
  expect(found).toEqual([]);
  expect(shown.join(), "they were really planted").toContain(`Canary ${canaryCard.slice(0, 6)}******${canaryCard.slice(-4)}`);
});
