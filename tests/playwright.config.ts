import path from "node:path";
import { defineConfig } from "@playwright/test";
import { chromiumFlags, findOrInstallChromium } from "./runner/chromium.ts";
import { readTestEnv } from "./runner/test-env.ts";

const root = path.resolve(import.meta.dirname, "..");

const everyPage = "every-page.spec.ts";

/** Each worker has a server with a database of its own (see `browser/fixtures.ts`); what a failure leaves is in `test-results`. */
export default defineConfig({
  testDir: path.join(root, "tests/browser"),
  outputDir: path.join(root, "test-results"),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: readTestEnv().isCi,
  reporter: "list",
  // What takes longest begins first, or one worker would wait for the other in the end.
  projects: [
    { name: "every page", testMatch: everyPage },
    { name: "journeys", testIgnore: everyPage },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    // Neither UTC nor the zone of this machine.
    timezoneId: "Asia/Kathmandu",
    launchOptions: { executablePath: findOrInstallChromium(), args: chromiumFlags },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
