import { removeDataDir, startServer } from "../runner/started-server.ts";
import { admin, expect, test } from "./fixtures.ts";
import { watchPage } from "./watch-page.ts";

test("the printed link makes the first admin, once", async ({ browser }) => {
  test.setTimeout(120_000);
  const server = await startServer({ env: { LOG_LEVEL: "warn" } });
  try {
    const page = await browser.newPage({ baseURL: server.url });
    const faults = watchPage(page);
    await page.goto("/");
    await expect(page, "nobody is signed in yet").toHaveURL(/\/sign-in/);

    await page.goto(server.setupUrl ?? "no link was printed");
    await page.getByLabel("Name", { exact: true }).fill("Ada");
    await page.getByLabel("Email").fill(admin.email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button").last().click();
    await expect(page, "a password that is too short is not taken").toHaveURL(/\/setup/);
    await page.getByLabel("Password").fill(admin.password);
    await page.getByRole("button").last().click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page).toHaveURL((url) => url.pathname === "/");

    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel("Email").fill(admin.email);
    await page.getByLabel("Password").fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
    await page.getByLabel("Password").fill(admin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL((url) => url.pathname === "/");

    const stranger = await browser.newPage({ baseURL: server.url });
    await stranger.goto(server.setupUrl ?? "");
    await stranger.getByLabel("Name", { exact: true }).fill("Mallory");
    await stranger.getByLabel("Email").fill("mallory@example.com");
    await stranger.getByLabel("Password").fill(admin.password);
    await stranger.getByRole("button").last().click();
    await expect(stranger.getByRole("alert").filter({ hasText: /\S/ }), "the link works once").toBeVisible();
    faults.expectNone();
    await Promise.all([page.context().close(), stranger.context().close()]);
  } finally {
    await server.stop();
    removeDataDir(server.dataDir);
  }
});
