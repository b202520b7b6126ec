import { createHmac } from "node:crypto";
import type { MadeSource } from "./api-client.ts";
import { expect, test } from "./fixtures.ts";

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
