import { expect, test } from "./fixtures.ts";

test("lists, search and help work by keyboard alone", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Keyboard", settings: {}, secret: "a-key-for-the-keyboard" });
  for (let count = 0; count < 3; count += 1) expect(await api.send(source)).toBe(200);
  await api.events(source);
  const page = await pageAs("admin");
  await page.goto(`/events?mode=test&sourceId=${source.id}`);
  await expect(page.locator(".row-link")).toHaveCount(3);

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.locator(".row-link").nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(page.locator(".row-link").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/events\/evt_/);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeHidden();

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Page, source, id or reference" }).fill("Keyboard");
  await expect(page.getByRole("option", { name: /Keyboard/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.pathname === `/sources/${source.id}`);
});

test("the chosen colours and the zone of times are remembered, without a flash", async ({ pageAs }) => {
  const page = await pageAs("viewer");
  await page.goto("/");
  const choose = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitemradio", { name }).click();
  };
  await choose("Dark");
  await choose("In UTC");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const dark = await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  const html = await (await page.request.get(page.url())).text();
  expect(html, "the server already writes the choice").toMatch(/<html[^>]*data-theme="dark"/);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await choose("Light");
  expect(await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)).not.toBe(dark);
});

test("an event shows up in an open list by itself", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Live", settings: {}, secret: "a-key-for-the-live-feed" });
  const page = await pageAs("viewer");
  await page.goto(`/events?mode=test&sourceId=${source.id}`);
  await expect(page.locator(".row-link")).toHaveCount(0);
  expect(await api.send(source)).toBe(200);
  await expect(page.locator(".row-link")).toHaveCount(1, { timeout: 15_000 });
});
