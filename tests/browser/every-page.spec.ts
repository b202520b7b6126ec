import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { emptyPages, fullPages } from "./pages/every-page.ts";

const sizes = [
  { name: "desk", width: 1440, height: 900 },
  { name: "phone", width: 375, height: 812 },
] as const;
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// What fails is named; a recording of so many pages would cost more than looking at them.
test.use({ trace: "off" });
// Each size has a server of its own, so that both cores work.
test.describe.configure({ mode: "parallel" });

/** The themes differ in colours alone: what is not about colours is looked at once, and colours are the same on a phone. */
async function check(page: Page, path: string, alsoDark: boolean): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }).first(), `${path} has a title`).toBeVisible();
  expect.soft(await violationsOf(axe(page).withTags(standards)), `axe on ${path}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
  if (!alsoDark) return;
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect.soft(await violationsOf(axe(page).withRules(["color-contrast"])), `axe on ${path} in the dark`).toEqual([]);
}

/** No page has frames: nothing has to be put together in a page of its own. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode(true);
}

async function violationsOf(builder: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await builder.analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

for (const { name, ...viewport } of sizes) {
  test(`every page is clean for axe${name === "desk" ? " in both themes" : ""}, and fits: ${name}`, async ({ api, pageAs, visitor }) => {
    test.setTimeout(900_000);
    await visitor.setViewportSize(viewport);
    for (const path of emptyPages) await check(visitor, path, name === "desk");
    const page = await pageAs("admin");
    for (const path of await fullPages(api)) await check(page, path, name === "desk");
  });
}
