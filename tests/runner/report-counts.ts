import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What failed, a line each, for the end of a long output. */
  readonly failures?: readonly string[];
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z
    .array(z.object({ name: z.string(), status: z.string(), message: z.string().default(""), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })) }))
    .default([]),
});

const playwrightSpec = z.object({ title: z.string(), ok: z.boolean(), file: z.string(), line: z.number() });
interface PlaywrightSuite {
  readonly specs?: readonly z.infer<typeof playwrightSpec>[] | undefined;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}
const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() => z.object({ specs: z.array(playwrightSpec).optional(), suites: z.array(playwrightSuite).optional() }));
const playwrightReport = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }), suites: z.array(playwrightSuite).default([]) });

/** Counts of a JSON report of Vitest. A test that this machine cannot run (`runIf`) counts as neither; one left for later as failed. Throws when the file is no report. */
export function vitestCounts(file: string): Counts {
  const report = vitestReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const failed = report.numFailedTests + report.numTodoTests;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((result) => result.status === "failed").map(({ fullName, failureMessages }) => line(name, fullName, failureMessages?.[0] ?? ""));
    return tests.length === 0 && status === "failed" ? [line(name, "could not be run", message)] : tests;
  });
  // A file that could not be loaded fails a suite without failing a test.
  return { passed: report.numPassedTests, failed: failed === 0 && report.numFailedTestSuites > 0 ? report.numFailedTestSuites : failed, failures };
}

/** Counts of a JSON report of Playwright; skipped and flaky tests count as failed. Throws when the file is no report. */
export function playwrightCounts(file: string): Counts {
  const { stats, suites } = playwrightReport.parse(JSON.parse(readFileSync(file, "utf8")));
  const failures = suites.flatMap(specsOf).flatMap(({ ok, file: name, line: at, title }) => (ok ? [] : [`${name}:${String(at)} › ${title}`]));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped, failures };
}

function specsOf({ specs = [], suites = [] }: PlaywrightSuite): readonly z.infer<typeof playwrightSpec>[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

function line(file: string, title: string, message: string): string {
  const [first = ""] = message.split("\n");
  return `${path.relative(process.cwd(), file)} › ${title}${first === "" ? "" : `: ${first.slice(0, 300)}`}`;
}
