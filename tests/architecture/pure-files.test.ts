import { describe, expect, it } from "vitest";
import { pureFiles, purePatterns } from "./rules/pure-rules.ts";
import { sourceFile, sourceTree } from "./rules/source-file.ts";

const tree = sourceTree();

describe("pure files", () => {
  it("import no input or output and read no clock, environment or randomness", () => expect(pureFiles(tree)).toEqual([]));

  it.each(purePatterns.map((pattern) => [pattern.source, pattern] as const))("%s matches a file", (_, pattern) => {
    expect(tree.some((file) => pattern.test(file.path))).toBe(true);
  });
});

describe("the rule of pure files itself", () => {
  const inProvider = (text: string): string[] => pureFiles([sourceFile("lib/providers/acme.ts", text)]);

  it.each([
    "const at = Date.now();", "const at = new Date();", "const at = new Date;", "const at = Date();", "performance.now();", "Math.random();", "crypto.getRandomValues(bytes);", 'import { randomBytes } from "node:crypto";\nrandomBytes(4);',
    "process.env.KEY;", 'process["env"];', 'await fetch("https://example.com");', "setTimeout(go, 5);", 'import { readFileSync } from "node:fs";', 'import { log } from "#lib/platform/log";', 'import pg from "pg";', "console.log(1);",
  ])("notices %s", (text) => expect(inProvider(text).length).toBeGreaterThan(0));

  it.each([
    "const at = new Date(nowMs);", "// Date.now() is not ours to call", 'const text = "Math.random()";', 'import type { Log } from "#lib/platform/log";', 'import { createHmac } from "node:crypto";', 'import { z } from "zod";', 'import { digest } from "#lib/signing/digest";',
    "clock.setTimeout(go);", "const make = (randomBytes: (count: number) => Buffer) => randomBytes(32);", "const day = new Date (atMs);",
  ])("lets %s pass", (text) => expect(inProvider(text)).toEqual([]));
});
