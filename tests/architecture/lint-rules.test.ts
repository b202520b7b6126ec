import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "./rules/source-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "countersign-lint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bad: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "max-lines": ["lib/long.ts", "export {};\n".repeat(301)],
  "max-lines-per-function": ["lib/deep.ts", `export function deep(): void {\n${"  go();\n".repeat(81)}}\ndeclare function go(): void;\n`],
  "no-explicit-any": ["lib/any.ts", "export const a: any = 1;\n"],
  "no-non-null-assertion": ["lib/bang.ts", "export const a = (b: string | null): string => b!;\n"],
  "no-floating-promises": ["lib/floating.ts", "async function go(): Promise<void> {}\nexport function start(): void {\n  go();\n}\n"],
  "no-default-export": ["lib/default.ts", "export default function a(): void {}\n"],
  "consistent-type-imports": ["lib/types.ts", 'import { B } from "./b.ts";\nexport const b: B | null = null;\n'],
  "no-console": ["lib/console.ts", 'console.log("x");\n'],
  "no-restricted-properties": ["lib/random.ts", "export const a = Math.random();\n"],
  "only-throw-error": ["lib/throw.ts", 'export function a(): never {\n  throw "x";\n}\n'],
  "alt-text": ["components/image.tsx", "export function A(): unknown {\n  return <img src='a' />;\n}\n"],
  "rules-of-hooks": ["components/hook.tsx", "declare function useX(): void;\nexport function A(ok: boolean): null {\n  if (ok) useX();\n  return null;\n}\n"],
  "no-focused-tests": ["unit/focus.test.ts", 'import { it } from "vitest";\nit.only("x", () => undefined);\n'],
};

describe("the lint", () => {
  it("refuses one bad example of each rule that others rely on", () => {
    for (const [file, text] of [...Object.values(bad), ["lib/b.ts", "export interface B {}\n"] as const]) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { strict: true, jsx: "react-jsx", module: "preserve", noEmit: true, allowImportingTsExtensions: true }, include: ["."] }));
    const config = path.join(root, "tests/oxlint.json");
    const result = spawnSync(process.execPath, [path.join(root, "node_modules/oxlint/bin/oxlint"), "--type-aware", "--tsconfig", "tsconfig.json", "-c", config, "-f", "unix", "."], { cwd: folder, encoding: "utf8" });
    const missed = Object.entries(bad).filter(([rule, [file]]) => !result.stdout.split("\n").some((line) => line.includes(`${file}:`) && line.includes(`(${rule})`)));
    expect(missed.map(([rule]) => rule), result.stdout + result.stderr).toEqual([]);
    expect(result.status).toBe(1);
  });
});
