import { expect, test } from "./fixtures.ts";

test("a rejected message is found among the requests and explained, and the right key releases it", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Rejected", settings: {}, secret: "the-key-that-was-saved" });
  expect(await api.send({ ...source, secret: "the-key-the-gateway-uses" })).toBe(401);

  const page = await pageAs("admin");
  await page.goto("/events?mode=test");
  await page.getByRole("link", { name: "Requests" }).click();
  await page.getByRole("row").filter({ hasText: "Rejected" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/requests\/req_/);
  await expect(page.getByRole("table", { name: "Keys tried" })).toContainText("Does not fit");
  await expect(page.getByRole("region", { name: "The text that was hashed" })).toBeVisible();
  await expect(page.getByText("bytes").first()).toBeVisible();
  expect(await page.content(), "no secret leaves").not.toContain("the-key-that-was-saved");

  await page.getByRole("button", { name: "Verify again" }).click();
  await expect(page.getByText("Still not usable")).toBeVisible();
  await api.addKey(source, "the-key-the-gateway-uses");
  await page.getByRole("button", { name: "Verify again" }).click();
  await expect(page.getByText("Verified and processed")).toBeVisible();
  expect(await api.events(source)).toHaveLength(1);
});

test("the usual mistake is named: a body that was changed on its way", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Tampered", settings: {}, secret: "the-key-that-was-saved" });
  expect(await api.send(source, { tampered: true })).toBe(401);
  const [id] = await api.requests(source);
  const page = await pageAs("operator");
  await page.goto(`/requests/${id ?? ""}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("table", { name: "Keys tried" })).toBeVisible();
});

test("a message is found by its reference", async ({ api, pageAs }) => {
  const source = await api.createSource({ provider: "stripe", name: "Search", settings: {}, secret: "whsec_of_the_search_test_0123456789" });
  expect(await api.send(source)).toBe(200);
  const [event] = await api.events(source);
  const [reference = ""] = await api.references(event ?? "");
  const page = await pageAs("viewer");
  await page.goto("/events?mode=test");
  await page.getByRole("searchbox").fill(reference);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === reference);
  await page.getByRole("row").filter({ hasText: "Search" }).getByRole("link").first().click();
  await expect(page).toHaveURL((url) => url.pathname === `/events/${event ?? ""}`);
  await expect(page.getByRole("main")).toContainText("Stripe");
});
