import { copyFileSync, existsSync } from "node:fs";
import path from "node:path";
import { root } from "../runner/steps.ts";
import { expect, test } from "./fixtures.ts";

const shown = path.join(root, "public/screenshot.png");

test.use({ timezoneId: "Europe/Berlin" });

/** The README's picture, taken from the product itself: made when it is missing, and again with `--update-snapshots`. */
test("the README's screenshot can be made", async ({ api, pageAs }, testInfo) => {
  const source = await api.createSource({ provider: "adyen", name: "Adyen EU", settings: { scheme: "standard", merchantAccounts: ["ShopAccount"], captureMode: "manual" }, secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" });
  expect(await api.send(source)).toBe(200);
  const [event] = await api.events(source);
  const page = await pageAs("admin");
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(`/events/${event ?? ""}`);
  await expect(page.getByRole("heading", { name: "Payload" })).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  const made = testInfo.outputPath("screenshot.png");
  await page.screenshot({ path: made });
  if (!existsSync(shown) || testInfo.config.updateSnapshots === "all") copyFileSync(made, shown);
  expect(existsSync(shown)).toBe(true);
});
