import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** Scripts of a list's first load, compressed as they are sent: more is felt on a phone. */
const mostBytes = 180_000;
const lists = ["/transactions", "/events", "/requests", "/deliveries", "/replays", "/sources", "/endpoints", "/alerts", "/audit", "/api-keys", "/queue", "/transactions/rebuilds"];

test("a list is there before 180 kB of scripts have come, and nothing in it moves while it loads", async ({ pageAs }) => {
  const page = await pageAs("admin");
  const client = await page.context().newCDPSession(page);
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  for (const path of lists) {
    await page.goto(path, { waitUntil: "load" });
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
        .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize })),
    );
    const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    expect(scripts.length, `${path} has scripts`).toBeGreaterThan(5);
    expect(bytes, `${path} has compressed scripts`).toBeLessThan(scripts.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0) / 2);
    expect.soft(bytes, `bytes of scripts of ${path}`).toBeLessThan(mostBytes);
    expect.soft(await movedParts(page), `what moved while ${path} loaded`).toEqual([]);
  }
});

/** Less is the font's: its letters are a little wider than those that stand in for them. */
const leastMovePixels = 16;

/** What changed its place after it was painted, and where from and to (`layout-shift`, web.dev/cls). */
function movedParts(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (leastMove) =>
      new Promise<readonly string[]>((resolve) => {
        const moved: string[] = [];
        // What came into being or went away has no place to have moved from or to.
        const distance = (from: DOMRectReadOnly, to: DOMRectReadOnly): number => (from.width === 0 || to.width === 0 ? 0 : Math.abs(from.x - to.x) + Math.abs(from.y - to.y));
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const sources: unknown = "sources" in entry ? entry.sources : [];
            for (const source of Array.isArray(sources) ? sources : []) if (distance(source.previousRect, source.currentRect) > leastMove) moved.push(`${source.node instanceof Element ? source.node.outerHTML.slice(0, 120) : "text"}: ${JSON.stringify(source.previousRect)} → ${JSON.stringify(source.currentRect)}`);
          }
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
      }),
    leastMovePixels,
  );
}
