import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { ApiClient } from "./api-client.ts";
import { expect, test } from "./fixtures.ts";

const sizes = [
  { name: "desk", width: 1440, height: 900 },
  { name: "phone", width: 375, height: 812 },
] as const;
const themes = ["light", "dark"] as const;

/** Every page that there is, full: the paths need one source with an event and a refused request, and an endpoint. */
async function fullPages(api: ApiClient): Promise<readonly string[]> {
  const source = await api.createSource({ provider: "stripe", name: "Every page", settings: {}, secret: "whsec_of_every_page_0123456789abcdef" });
  // Nobody listens there: deliveries that fail show more than those that succeed.
  const endpoint = await api.createEndpoint({ url: "http://127.0.0.1:9/hooks", description: "Every page", sourceIds: [source.id] });
  for (let count = 0; count < 3; count += 1) await api.send(source);
  await api.send(source, { tampered: true });
  const [event] = await api.events(source);
  const [request] = await api.requests(source);
  const [transaction] = await api.transactions(source, 3);
  const [delivery] = await api.attempted(endpoint, 3);
  const replay = await api.replay(event ?? "", endpoint);
  return [
    "/endpoints?mode=test", "/endpoints/new", `/endpoints/${endpoint}`, `/endpoints/${endpoint}/edit`, "/deliveries", `/deliveries/${delivery ?? ""}`, "/replays", `/replays/${replay}`, "/queue",
    "/", "/transactions?mode=test", `/transactions/${transaction?.id ?? ""}`, "/transactions?q=nothing-has-this-reference&anomaly=any", "/transactions/rebuilds",
    `/customers/${encodeURIComponent(transaction?.customer.reference ?? "")}`, "/events?mode=test", "/events/search?mode=test", "/events/search?mode=test&text=amount", "/events/search?text=nothing-holds-this", `/events/${event ?? ""}`, "/requests?mode=test", `/requests/${request ?? ""}`, "/sources?mode=test", `/sources/${source.id}`, `/sources/${source.id}/connect`,
    "/sources/new", "/sources/new?provider=gateway", "/sources/new?provider=adyen", "/docs", "/no-such-page", "/events/evt_00000000-0000-7000-8000-000000000000",
  ];
}

const emptyPages = ["/sign-in", "/setup", "/setup?token=none"];

async function check(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }).first(), `${path} has a title`).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect.soft(found, `axe on ${path}`).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const { name, ...viewport } of sizes) {
  for (const theme of themes) {
    test(`every page is clean for axe and fits: ${name}, ${theme}`, async ({ api, pageAs, visitor }) => {
      test.setTimeout(300_000);
      await visitor.setViewportSize(viewport);
      await visitor.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      for (const path of emptyPages) await check(visitor, path);
      const page = await pageAs("admin");
      for (const path of await fullPages(api)) await check(page, path);
    });
  }
}
