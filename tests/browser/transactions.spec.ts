import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

async function openedBySearch(page: Page, text: string): Promise<void> {
  await page.goto("/transactions?mode=test");
  await page.getByRole("searchbox").fill(text);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === text);
  await expect(page.locator(".row-link")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await page.locator("main").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/transactions\/txn_/);
}

test("a payment is found by its reference, read, closed by hand and opened again", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "stripe", name: "By hand", settings: {}, secret: "whsec_of_by_hand_0123456789abcdefgh" });
  expect(await api.send(source)).toBe(200);
  const [payment] = await api.transactions(source, 1);
  const page = await pageAs("operator");
  await openedBySearch(page, payment?.reference ?? "");

  await page.getByRole("button", { name: "Close by hand" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog, "says what happens at the provider").toContainText("Stripe is told nothing");
  await dialog.getByLabel("Final status").selectOption("canceled");
  await dialog.getByLabel("Why").fill("Paid in the shop instead.");
  await dialog.getByRole("button", { name: "Close the transaction" }).click();
  await expect(page.getByRole("main").getByText(/^Closed by hand as canceled, .* by Test operator on /)).toBeVisible();
  await expect(page.getByText("Paid in the shop instead.").first()).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Closed by hand as canceled" }), "stands in the timeline").toBeVisible();

  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reopen it" }).click();
  await expect(page.getByRole("button", { name: "Close by hand" })).toBeVisible();
  await expect(page.getByRole("main").getByText(/^Closed by hand as canceled, .* by Test operator on /)).toBeHidden();

  await page.getByRole("button", { name: "Rebuild" }).click();
  await expect(page.getByRole("dialog").getByText("Nothing would change")).toBeVisible();
  await page.keyboard.press("Escape");

  const customer = page.locator('main a[href^="/customers/"]');
  await page.getByRole("button", { name: "Show personal fields" }).click();
  await expect(page.getByText("The audit names you for it")).toBeVisible();
  await expect(page.getByText("***", { exact: true })).toHaveCount(0);
  await customer.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(payment?.customer.reference ?? "");
  await expect(page.locator(".row-link").first()).toBeVisible();
});

test("a list is filtered, saved under a name and exported", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Export", settings: {}, secret: "a-key-for-the-export-of-payments" });
  for (let count = 0; count < 3; count += 1) expect(await api.send(source)).toBe(200);
  const payments = await api.transactions(source, 3);
  const page = await pageAs("viewer");
  await page.goto(`/transactions?mode=test&sourceId=${source.id}`);
  await expect(page.locator(".row-link")).toHaveCount(3);
  await expect(page.getByRole("list", { name: "Totals per currency" })).toBeVisible();

  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("The export’s");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const view = page.getByRole("link", { name: "The export’s" });
  await expect(view).toHaveAttribute("aria-current", "page");
  await page.goto("/transactions?mode=all");
  await view.click();
  await expect(page).toHaveURL((url) => url.searchParams.get("sourceId") === source.id);

  await page.getByRole("button", { name: "Export", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const lines = readFileSync(await (await download).path(), "utf8").trim().split("\r\n");
  expect(lines).toHaveLength(4);
  for (const { reference } of payments) expect(lines.join("\n")).toContain(reference);
});

test("a viewer reads a payment without its person, and has nothing to press", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "stripe", name: "Looked at", settings: {}, secret: "whsec_of_looked_at_0123456789abcdef" });
  expect(await api.send(source)).toBe(200);
  const [payment] = await api.transactions(source, 1);
  const page = await pageAs("viewer");
  await page.goto(`/transactions/${payment?.id ?? ""}`);
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  for (const name of ["Close by hand", "Reopen", "Rebuild", "Acknowledge", "Show personal fields"]) await expect(page.getByRole("button", { name })).toHaveCount(0);
  await page.goto("/transactions");
  await expect(page.getByRole("button", { name: "Export" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Rebuild" })).toHaveCount(0);
});
