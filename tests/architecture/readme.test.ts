import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readManifest } from "./rules/package-rules.ts";
import { missingPaths, missingScripts } from "./rules/readme-rules.ts";
import { root } from "./rules/source-file.ts";

const readme = readFileSync(path.join(root, "README.md"), "utf8");
const exists = (file: string): boolean => existsSync(path.join(root, file));

describe("the README", () => {
  it("fits in 120 lines", () => expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(120));
  it("names no path that is not there", () => expect(missingPaths(readme, exists)).toEqual([]));
  it("names no script that is not there", () => expect(missingScripts(readme, Object.keys(readManifest().scripts))).toEqual([]));

  it("shows the product", () => expect(readme).toContain("](public/screenshot.png)"));
});

describe("the README rules themselves", () => {
  it("notice a missing path in code, links and the map", () => {
    const text = "See `lib/gone.ts`, [this](docs/gone.md) and [that](https://example.com/x).\n```\nlib/\n  gone/   not there\n  here/   there\n```\n";
    expect(missingPaths(text, (file) => ["lib", "lib/", "lib/here", "lib/here/"].includes(file))).toEqual(["README.md: lib/gone.ts is not there", "README.md: docs/gone.md is not there", "README.md: lib/gone/ is not there"]);
  });

  it("notice a missing script", () => {
    expect(missingScripts("`npm start`, `npm run gone`, `npm ci`, `npm test`", ["start", "test"])).toEqual(["README.md: npm run gone is no script of package.json"]);
  });
});
