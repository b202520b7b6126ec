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

/** Less is the font's: its letters are a little wider than those that stand in for them, so that a text may begin a line higher or lower. */
const leastMovePixels = { part: 16, text: 24 };

/** An entry of `layout-shift` (web.dev/cls), which the types of the DOM do not know yet. */
interface LayoutShift extends PerformanceEntry {
  readonly sources: readonly { readonly node: Node | null; readonly previousRect: DOMRectReadOnly; readonly currentRect: DOMRectReadOnly }[];
}

/** What changed its place after it was painted, and where from and to. */
function movedParts(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    (leastMove) =>
      new Promise<readonly string[]>((resolve) => {
        const moved: string[] = [];
        const isShift = (entry: PerformanceEntry): entry is LayoutShift => "sources" in entry;
        // What came into being or went away has no place to have moved from or to.
        const distance = (from: DOMRectReadOnly, to: DOMRectReadOnly): number => (from.width === 0 || to.width === 0 ? 0 : Math.abs(from.x - to.x) + Math.abs(from.y - to.y));
        const words = (node: Node | null): string => (node instanceof Element ? node.outerHTML.slice(0, 120) : (node?.textContent ?? "something that is gone"));
        new PerformanceObserver((list) => {
          for (const { node, previousRect, currentRect } of list.getEntries().filter(isShift).flatMap(({ sources }) => sources)) {
            if (distance(previousRect, currentRect) > (node instanceof Text ? leastMove.text : leastMove.part)) moved.push(`${words(node)}: ${JSON.stringify(previousRect)} → ${JSON.stringify(currentRect)}`);
          }
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
      }),
    leastMovePixels,
  );
}
