import type { Page } from "@playwright/test";
import { generateSync } from "otplib";
import { admin, expect, test } from "./fixtures.ts";
import { watchPage } from "./watch-page.ts";

const beasPassword = "another long password";

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const isAt = (path: string) => (url: URL): boolean => url.pathname === path;

test("an admin invites somebody, who joins, adds an authenticator app, signs in with it, and is shut out at the next click", async ({ browser, server, visitor }) => {
  // Several passwords are hashed and three browsers open pages for the first time: slow where other tests run beside it.
  test.setTimeout(180_000);
  await signIn(visitor, admin.email, admin.password);
  await expect(visitor).toHaveURL(isAt("/"));
  // Strangers who guess this address's password keep nobody out of this browser.
  expect((await visitor.context().cookies()).find(({ name }) => name === "countersign-device")).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/api/auth" });
  await visitor.goto("/team");
  await visitor.getByRole("button", { name: "Invite a person" }).click();
  await visitor.getByLabel("Email").fill("bea@example.com");
  await visitor.getByLabel("Name").fill("Bea Lind");
  await visitor.getByLabel("Role").selectOption("operator");
  await visitor.getByLabel("Your password").fill(admin.password);
  await visitor.getByRole("button", { name: "Make the invitation" }).click();
  const dialog = visitor.getByRole("dialog", { name: "The invitation" });
  const link = (await dialog.locator("pre").innerText()).trim();
  expect(link).toMatch(new RegExp(`^${server.url}/invite/[\\w-]{43}$`));
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(visitor.getByRole("row", { name: /Bea Lind/ })).toContainText("Invited");

  const bea = await browser.newPage({ baseURL: server.url });
  const faults = watchPage(bea);
  await bea.goto(link);
  await expect(bea.getByLabel("Name")).toHaveValue("Bea Lind");
  await bea.getByLabel("Password").fill(beasPassword);
  await bea.getByRole("button", { name: /Make the account/ }).click();
  await expect(bea).toHaveURL(isAt("/"));
  await bea.goto(link);
  await expect(bea.getByText("This invitation has ended"), "the link works once").toBeVisible();

  await bea.goto("/account");
  await bea.getByRole("button", { name: "Add an authenticator app" }).click();
  await bea.getByLabel("Your password").fill(beasPassword);
  await bea.getByRole("button", { name: "Go on" }).click();
  const adding = bea.getByRole("dialog", { name: "Add an authenticator app" }).filter({ has: bea.getByRole("img", { name: /QR code/ }) });
  const secret = (await adding.locator("pre").innerText()).replaceAll(/\s/g, "");
  await adding.getByLabel("Code", { exact: true }).fill(generateSync({ secret }));
  await adding.getByRole("button", { name: "Confirm" }).click();
  const kept = bea.getByRole("dialog", { name: "Your recovery codes" });
  const [recoveryCode = ""] = (await kept.locator("pre").innerText()).split("\n");
  await kept.getByRole("button", { name: "I have kept them" }).click();
  await expect(bea.getByText("10 of 10 recovery codes")).toBeVisible();

  const phone = await browser.newPage({ baseURL: server.url, viewport: { width: 375, height: 812 } });
  await signIn(phone, "bea@example.com", beasPassword);
  await phone.getByLabel("Code").fill("not a code");
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(phone.getByRole("alert").filter({ hasText: /\S/ })).toContainText("This code is not right");
  await phone.getByLabel("Code").fill(recoveryCode);
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(phone).toHaveURL(isAt("/"));

  await bea.reload();
  await bea.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(bea.getByRole("status").filter({ hasText: "Every other browser is signed out." })).toBeVisible();
  await phone.goto("/events");
  await expect(phone).toHaveURL(/\/sign-in\?next=/);

  await visitor.reload();
  await visitor.getByRole("button", { name: "Actions for Bea Lind" }).click();
  await visitor.getByRole("menuitem", { name: "Disable" }).click();
  await visitor.getByLabel("Your password").fill(admin.password);
  await visitor.getByRole("button", { name: "Disable the account" }).click();
  await expect(visitor.getByRole("row", { name: /Bea Lind/ })).toContainText("Disabled");
  await bea.goto("/transactions");
  await expect(bea).toHaveURL(/\/sign-in/);
  faults.expectNone();
  await Promise.all([bea.context().close(), phone.context().close()]);
});
