import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

// An odd time zone (UTC+12:45 or +13:45): what is not in UTC shows. Set here, before the test processes start.
process.env["TZ"] = "Pacific/Chatham";

const root = path.resolve(import.meta.dirname, "..");
// For what hangs: how quick something is, is for the bench.
const alone = { testTimeout: 30_000, hookTimeout: 30_000 };
const withDatabase = { globalSetup: ["tests/support/database-server.ts"], testTimeout: 20_000, hookTimeout: 20_000 };

export default defineConfig({
  root,
  test: {
    pool: "forks",
    // Half of a test's time is the database's; left to itself it would be one less than there are cores.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      // Of pure code: a process for each file would take as long as the tests.
      { extends: true, root, test: { name: "unit", include: ["tests/unit/**/*.test.ts"], isolate: false, ...alone } },
      { extends: true, root, test: { name: "architecture", include: ["tests/architecture/**/*.test.ts"], ...alone } },
      { extends: true, root, test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...withDatabase } },
      // They kill processes and stop servers: one after the other, with their own.
      { extends: true, root, test: { name: "faults", include: ["tests/faults/**/*.test.ts"], fileParallelism: false, sequence: { groupOrder: 1 }, testTimeout: 120_000, hookTimeout: 60_000 } },
    ],
  },
});
