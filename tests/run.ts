import type { Counts } from "./runner/report-counts.ts";
import { type Step, steps } from "./runner/steps.ts";

/**
 * `npm test`: everything that decides whether a change may land, from the types to the browser.
 * `npm test -- lint tests` runs only the steps named. Ends with one line of totals; exit code 1 when anything failed.
 */
async function runTests(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`There is no step named ${unknown.join(", ")}. The steps are: ${steps.map((step) => step.name).join(", ")}.`);
    return 2;
  }
  const lines: string[] = [];
  const failures: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const step of steps.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`\n== ${step.name}`);
    const startedAtMs = performance.now();
    const counts = await countsOf(step);
    passed += counts.passed;
    failed += counts.failed;
    failures.push(...(counts.failures ?? []));
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    lines.push(`${counts.failed === 0 ? "ok    " : "FAILED"} ${step.name.padEnd(8)} ${seconds.padStart(6)} s  ${String(counts.passed)} passed, ${String(counts.failed)} failed`);
  }
  if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join("\n")}`);
  console.log(`\n${lines.join("\n")}\n${String(passed)} passed, ${String(failed)} failed`);
  return failed === 0 ? 0 : 1;
}

async function countsOf(step: Step): Promise<Counts> {
  try {
    return await step.run();
  } catch (error) {
    console.error(`${step.name} could not be run: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
}

process.exitCode = await runTests(process.argv.slice(2));
