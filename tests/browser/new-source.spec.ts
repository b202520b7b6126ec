import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { environmentWith } from "../runner/test-env.ts";
import { root } from "../runner/steps.ts";
import { expect, test } from "./fixtures.ts";
import { NewSourcePage } from "./pages/new-source-page.ts";

interface Journey {
  readonly provider: string;
  readonly settings: (page: Page) => Promise<unknown>;
  /** `null`: Countersign makes it. */
  readonly key: string | null;
}

const nothing = (): Promise<void> => Promise.resolve();
const journeys: readonly Journey[] = [
  {
    provider: "adyen",
    settings: async (page) => {
      await page.getByLabel("Merchant accounts").fill("ShopAccount");
      await page.getByLabel("Capture mode").selectOption("manual");
    },
    key: randomBytes(32).toString("hex").toUpperCase(),
  },
  {
    provider: "praxis",
    settings: async (page) => {
      await page.getByLabel("Merchant id").fill("merchant-1");
      await page.getByLabel("Application key").fill("app-1");
    },
    key: "a-secret-of-the-praxis-shop",
  },
  { provider: "prahsys", settings: (page) => page.getByLabel("Scheme").selectOption("protocol"), key: null },
  { provider: "prahsys", settings: (page) => page.getByLabel("Scheme").selectOption("svix"), key: `whsec_${randomBytes(24).toString("base64")}` },
  { provider: "gateway", settings: nothing, key: null },
  { provider: "stripe", settings: nothing, key: `whsec_${randomBytes(24).toString("hex")}` },
  { provider: "standard-webhooks", settings: nothing, key: null },
];

for (const journey of journeys) {
  test(`a new ${journey.provider} source with a key of ${journey.key === null ? "ours" : "theirs"} takes the message that its page tells how to send`, async ({ pageAs }) => {
    const page = await pageAs("admin");
    const steps = new NewSourcePage(page);
    const name = `Journey ${journey.provider} ${randomBytes(3).toString("hex")}`;
    await steps.choose(journey.provider);
    await steps.create({ name, settings: journey.settings, key: journey.key });
    await expect(steps.webhookUrl).toContainText("/api/webhooks/");

    // The key that was pasted is not shown again; the one that was made is, in the command too.
    const command = (await steps.testCommand.innerText()).replace("'PASTE-YOUR-KEY'", journey.key ?? "");
    if (journey.key !== null) expect(await page.content()).not.toContain(journey.key);
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd: root, env: environmentWith({}) });
    expect(stdout).toContain("200");

    await expect(page.getByText("A message arrived, and a key vouches for it"), "the page notices by itself").toBeVisible({ timeout: 15_000 });
    await page.getByRole("link", { name: "See the message" }).click();
    await expect(page).toHaveURL(/\/events\/evt_/);
    await expect(page.getByRole("heading", { name: "How it was verified" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name })).toBeVisible();

    await page.goto("/events?mode=test");
    await expect(page.getByRole("table", { name: "Events" }).getByRole("row").filter({ hasText: name })).toHaveCount(1);
  });
}
