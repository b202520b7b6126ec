import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { playwrightCounts, vitestCounts } from "#tests/runner/report-counts";
import { temporaryFolder } from "#tests/support/temporary-folder";

const folder = temporaryFolder();
afterAll(() => folder.remove());

function report(content: unknown): string {
  const file = path.join(folder.path, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("the totals of npm test", () => {
  const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numFailedTestSuites: 0 };
  const playwright = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 };

  it("count what passed", () => {
    expect(vitestCounts(report(vitest))).toEqual({ passed: 3, failed: 0, failures: [] });
    expect(playwrightCounts(report({ stats: playwright }))).toEqual({ passed: 3, failed: 0, failures: [] });
  });

  it("count a file that could not be loaded, and a test left for later, as failed", () => {
    expect(vitestCounts(report({ ...vitest, numFailedTestSuites: 1 })).failed).toBe(1);
    expect(vitestCounts(report({ ...vitest, numTodoTests: 2 })).failed).toBe(2);
  });

  it("count flaky and skipped browser tests as failed", () => {
    expect(playwrightCounts(report({ stats: { ...playwright, flaky: 1, skipped: 1 } })).failed).toBe(2);
  });

  it("name what failed, with the first line of why", () => {
    const test = { fullName: "a key opens", status: "failed", failureMessages: ["Error: it did not\n    at x.ts:1"] };
    const files = [
      { name: path.resolve("tests/a.test.ts"), status: "failed", message: "", assertionResults: [test, { ...test, status: "passed" }] },
      { name: path.resolve("tests/b.test.ts"), status: "failed", message: "SyntaxError", assertionResults: [] },
    ];
    expect(vitestCounts(report({ ...vitest, testResults: files })).failures).toEqual(["tests/a.test.ts › a key opens: Error: it did not", "tests/b.test.ts › could not be run: SyntaxError"]);
    const suites = [{ specs: [], suites: [{ specs: [{ title: "signs in", ok: false, file: "a.spec.ts", line: 3 }] }] }];
    expect(playwrightCounts(report({ stats: { ...playwright, unexpected: 1 }, suites })).failures).toEqual(["a.spec.ts:3 › signs in"]);
  });

  it("refuse what is no report", () => {
    expect(() => vitestCounts(report({}))).toThrow("numPassedTests");
    expect(() => playwrightCounts(report({}))).toThrow("stats");
  });
});
