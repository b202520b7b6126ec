import { describe, expect, it } from "vitest";
import { belowFloor, compareVersions, looseVersions, neededWithoutImport, readLockFile, readManifest, undeclaredImports, unusedDependencies } from "./rules/package-rules.ts";
import { sourceFile, sourceTree } from "./rules/source-file.ts";

const tree = sourceTree();
const manifest = readManifest();

describe("packages", () => {
  it("no installed copy is older than its last known hole", () => expect(belowFloor(readLockFile())).toEqual([]));
  it("every version is exact", () => expect(looseVersions(manifest)).toEqual([]));
  it("every dependency is used", () => expect(unusedDependencies(manifest, tree)).toEqual([]));
  it("every import is declared", () => expect(undeclaredImports(manifest, tree)).toEqual([]));

  it("every explanation is about a package that is there", () => {
    expect(Object.keys(neededWithoutImport).filter((name) => !(name in manifest.dependencies) && !(name in manifest.devDependencies))).toEqual([]);
  });

  it("scripts that start a process hand over to it, so that a signal reaches it", () => {
    expect(Object.entries(manifest.scripts).filter(([, command]) => command.startsWith("node "))).toEqual([]);
  });
});

describe("the package rules themselves", () => {
  const empty = { dependencies: {}, devDependencies: {}, optionalDependencies: {}, scripts: {}, imports: {} };

  it("notice an old copy, nested ones too", () => {
    const lock = { packages: { "": {}, "node_modules/next": { version: "16.4.4" }, "node_modules/a/node_modules/next": { version: "15.9.9" }, "node_modules/react": { version: "19.3.1" } } };
    expect(belowFloor(lock)).toHaveLength(2);
  });

  it("order versions by number, a pre-release before its release", () => {
    expect(["16.10.0", "16.4.5", "16.4.5-canary.2", "16.4.12", "9.0.0"].sort(compareVersions)).toEqual(["9.0.0", "16.4.5-canary.2", "16.4.5", "16.4.12", "16.10.0"]);
  });

  it("notice loose versions, unused packages and undeclared imports", () => {
    expect(looseVersions({ ...empty, dependencies: { a: "^1.0.0", b: "latest", c: "1.0.0", d: "1.0.0-beta.1" } })).toHaveLength(2);
    expect(unusedDependencies({ ...empty, dependencies: { "@a/b": "1.0.0", c: "1.0.0" } }, [sourceFile("lib/x.ts", 'import { y } from "@a/b/deep";')], {})).toHaveLength(1);
    const files = [sourceFile("lib/x.ts", 'import { test } from "vitest";'), sourceFile("tests/x.test.ts", 'import { test } from "vitest";\nimport fs from "node:fs";')];
    expect(undeclaredImports({ ...empty, devDependencies: { vitest: "1.0.0" } }, files).map((line) => line.split(":")[0])).toEqual(["lib/x.ts"]);
  });
});
