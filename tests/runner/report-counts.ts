import { readFileSync } from "node:fs";
import { z } from "zod";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numTodoTests: z.number(), numFailedTestSuites: z.number() });
const playwrightReport = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }) });

/** Counts of a JSON report of Vitest. A test that this machine cannot run (`runIf`) counts as neither; one left for later as failed. Throws when the file is no report. */
export function vitestCounts(file: string): Counts {
  const report = vitestReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const failed = report.numFailedTests + report.numTodoTests;
  // A file that could not be loaded fails a suite without failing a test.
  return { passed: report.numPassedTests, failed: failed === 0 && report.numFailedTestSuites > 0 ? report.numFailedTestSuites : failed };
}

/** Counts of a JSON report of Playwright; skipped and flaky tests count as failed. Throws when the file is no report. */
export function playwrightCounts(file: string): Counts {
  const { stats } = playwrightReport.parse(JSON.parse(readFileSync(file, "utf8")));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}
