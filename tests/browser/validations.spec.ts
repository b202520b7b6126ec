import type { Page } from "@playwright/test";
import { z } from "zod";
import { admin, expect, test } from "./fixtures.ts";
import { askableSource } from "./pages/validation-pages.ts";

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
}

async function confirm(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill(admin.password);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toBeHidden();
}

test("rules are drafted, tried on what was recorded, activated, obeyed, and taken back", async ({ api, visitor: page }) => {
  test.setTimeout(180_000);
  const source = await askableSource(api, "Cashier");
  const firstId = z.object({ id: z.string() }).parse(await api.call("POST", "/validation-rules", { sourceId: source.id })).id;
  await api.call("POST", `/validation-rules/${firstId}/activate`, {});
  expect(await source.ask({ country: "NL" })).toMatchObject({ status: 0 });

  await signIn(page);
  await page.goto(`/validations/rules?sourceId=${source.id}`);
  await page.getByRole("button", { name: "New draft" }).click();
  await expect(page).toHaveURL(/\/validations\/rules\/rul_/);
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Name").fill("Not from NL");
  await page.getByLabel("Value").fill("nl");
  await page.getByLabel("What the customer reads").first().fill("Not from your country");
  await expect(page.getByText('If the customer\'s country is "NL", decline')).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Live examples" })).toContainText("Not from NL", { timeout: 15_000 });
  await page.getByRole("button", { name: "Save the draft" }).click();
  await expect(page.getByText("All changes are saved")).toBeVisible();

  await page.getByRole("button", { name: "Try it on them" }).click();
  await expect(page.getByText("It would have declined 1 of 1. 1 of these went through then.")).toBeVisible();

  expect(await source.ask({ country: "NL" }), "a draft decides nothing").toMatchObject({ status: 0 });
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("dialog").getByText("It would have declined 2 of 2.")).toBeVisible();
  await confirm(page, "Activate");
  await expect(page.getByText("It decides on every payment of Cashier.")).toBeVisible();
  await expect.poll(() => source.ask({ country: "NL" }), { timeout: 15_000 }).toEqual({ status: 1, description: "Not from your country" });

  await page.goto(`/validations?sourceId=${source.id}&mode=all`);
  const declined = page.getByRole("table", { name: "Decisions" }).getByRole("row").filter({ hasText: "Declined" });
  await expect(declined.first()).toContainText("Not from NL");
  await declined.first().getByRole("link").click();
  await expect(page.getByText("by the rule “Not from NL” of version 2")).toBeVisible();
  await expect(page.getByText("“Not from your country”")).toBeVisible();

  await page.goto(`/validations/rules/${firstId}`);
  await page.getByRole("button", { name: "Activate" }).click();
  await confirm(page, "Go back to it");
  await expect.poll(async () => (await source.ask({ country: "NL" })).status, { timeout: 15_000 }).toBe(0);
});
