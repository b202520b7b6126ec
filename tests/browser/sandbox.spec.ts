import { expect, test } from "./fixtures.ts";
import { startReceiver } from "./receiver.ts";

test("a checkout is opened, paid with 3-D Secure, seen live, refunded in part, and forged to be refused; its source’s page tells a story too", async ({ api, pageAs }) => {
  test.setTimeout(120_000);
  const receiver = await startReceiver();
  const source = await api.createSource({ provider: "stripe", name: "Played by us", settings: {}, secret: "whsec_of_the_sandbox_journey_0123456789ab" });
  await api.createEndpoint({ url: receiver.url, description: "Sandbox shop", sourceIds: [source.id] });
  const page = await pageAs("operator");
  await page.goto(`/sandbox?sourceId=${source.id}`);
  await page.getByLabel("Amount").fill("40.00");
  await page.getByRole("button", { name: "Create a session" }).click();
  await page.getByRole("link", { name: "Open the payment page" }).click();

  await expect(page.getByText("This is a test. No money moves.")).toBeVisible();
  await page.getByRole("radio", { name: /3-D Secure/ }).check();
  await page.getByRole("button", { name: "Pay 40.00 EUR" }).click();
  await page.getByRole("button", { name: "Pass the check" }).click();
  await expect(page.getByText("40.00 EUR captured at once.")).toBeVisible();
  await expect(page.getByText("APPROVED", { exact: true })).toBeVisible();
  await expect(page.getByText("payment_intent.succeeded", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open it" }), "the transaction appears by itself").toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("table", { name: "Deliveries" }).getByText("Succeeded").first(), "and so does what was delivered").toBeVisible({ timeout: 20_000 });

  const refund = page.getByRole("heading", { name: "Refund", exact: true }).locator("..");
  await refund.getByLabel("Amount").fill("15.50");
  await refund.getByRole("button", { name: "Refund" }).click();
  await expect(page.getByText("40.00 EUR captured at once, 15.50 EUR refunded.")).toBeVisible({ timeout: 15_000 });

  await page.getByLabel("The next messages are sent").selectOption("wrong-key");
  await expect(page).toHaveURL(/misbehave=wrong-key/);
  await refund.getByRole("button", { name: "Refund" }).click();
  await expect(page.getByText("Not taken").first()).toBeVisible({ timeout: 15_000 });

  await page.goto(`/sources/${source.id}`);
  await page.getByRole("button", { name: "Send a test" }).click();
  const dialog = page.getByRole("dialog", { name: "Send a test" });
  await dialog.getByLabel("What happens").selectOption("refund");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect(dialog.getByText(/^All \d+ messages were answered as they should be$/)).toBeVisible({ timeout: 15_000 });
  await dialog.getByLabel("How it is sent").selectOption("wrong-key");
  await dialog.getByRole("button", { name: "Send again" }).click();
  await expect(dialog.getByText("Answered 401, as it should be").first()).toBeVisible({ timeout: 15_000 });
  await receiver.stop();
});
