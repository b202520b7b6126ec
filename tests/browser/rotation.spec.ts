import type { Page } from "@playwright/test";
import { admin, expect, test } from "./fixtures.ts";

/** By the form: what is hard to undo asks for the password again. */
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
}

test("a key is rotated: added, watched as messages arrive, and the old one revoked after the numbers were told", async ({ api, visitor: page }) => {
  test.setTimeout(120_000);
  const source = await api.createSource({ provider: "gateway", name: "Rotated", settings: {}, secret: "the-old-key-of-this-source" });
  const changed = { ...source, secret: "the-new-key-of-this-source" };
  expect(await api.send(source)).toBe(200);
  expect(await api.send(changed), "before the new key is added").toBe(401);
  await signIn(page);
  await page.goto(`/sources/${source.id}`);
  await page.getByRole("link", { name: "Rotate the key" }).click();
  await expect(page.getByText("is the only key that verifies")).toBeVisible();
  await page.getByRole("button", { name: "Add the new key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("I have a key").click();
  await dialog.getByLabel("Key", { exact: true }).fill(changed.secret);
  await dialog.getByLabel("Label").fill("this year’s");
  await confirm(page, "Add the key");
  await expect(page.getByText("“this year’s” has verified nothing yet")).toBeVisible();

  expect(await api.send(changed)).toBe(200);
  const signing = page.getByRole("table", { name: "Keys that verify" }).getByRole("row").filter({ hasText: "Signs now" });
  await expect(signing, "the open page notices by itself").toContainText("this year’s", { timeout: 15_000 });
  await page.getByRole("button", { name: "Revoke now" }).click();
  await confirm(page, "Revoke the key");
  await expect(dialog.getByText("It is still in use")).toBeVisible();
  await expect(dialog.getByText("This key still verifies messages: 1 in the last 24 hours")).toBeVisible();
  await confirm(page, "Revoke it all the same");
  await expect(page.getByText("There is no old key")).toBeVisible();
  await expect.poll(() => api.send(source)).toBe(401);

  await page.goto(`/requests/reverify?sourceId=${source.id}`);
  await expect(page.getByText(/requests? (was|were) refused and kept/)).toBeVisible();
  await expect(page.getByText(/1 would pass with the keys and settings of now/)).toBeVisible();
  await page.getByRole("button", { name: /^Verify \d+ again$/ }).click();
  await expect(page.getByText("1 passed and is 1 event now")).toBeVisible();
  await page.getByRole("list", { name: "Events" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/events\/evt_/);
});

test("a new URL is taken beside the former one, whose messages are counted until it is ended", async ({ api, visitor: page }) => {
  test.setTimeout(120_000);
  const source = await api.createSource({ provider: "gateway", name: "Moved", settings: {}, secret: "the-key-of-the-moved-source" });
  await signIn(page);
  await page.goto(`/sources/${source.id}`);
  await page.getByRole("button", { name: "Actions of this source" }).click();
  await page.getByRole("menuitem", { name: "Make a new URL" }).click();
  await page.getByRole("button", { name: "Make a new URL" }).click();
  await confirm(page, "Make the new URL");
  await expect(page.getByRole("table", { name: "Former URLs" })).toContainText("None since");
  await expect(async () => {
    expect(await api.send(source), "at the former URL").toBe(200);
    await expect(page.getByText("still sends to a former URL"), "the open page notices by itself").toBeVisible({ timeout: 4_000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("button", { name: "End the former URL now" }).click();
  await confirm(page, "End the former URL");
  await expect(page.getByRole("dialog").getByText(/Messages still come to a former URL: \d+/)).toBeVisible();
  await confirm(page, "End all the same");
  await expect(page.getByText("One URL works.")).toBeVisible();
  await expect.poll(() => api.send(source)).toBe(404);
});

test("both secrets of an endpoint sign until the former one is ended", async ({ api, visitor: page }) => {
  const endpoint = await api.createEndpoint({ url: "http://127.0.0.1:9/rotated", description: "Rotated backend", sourceIds: [] });
  await signIn(page);
  await page.goto(`/endpoints/${endpoint}/rotate`);
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await confirm(page, "Make the new secret");
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("table", { name: "Secrets that sign" }).getByRole("row").filter({ hasText: "X-Signature-Next" })).toHaveCount(1);
  await page.getByRole("button", { name: "End it now" }).click();
  await confirm(page, "End the secret");
  await expect(page.getByText("There is none: one secret signs.")).toBeVisible();
});
