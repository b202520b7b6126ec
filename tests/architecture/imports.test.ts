import { describe, expect, it } from "vitest";
import { importCycles, importForm, layerImports, simulatorImports, topLevelImports, withoutInputOutput } from "./rules/import-rules.ts";
import { allowedImports, mayImport } from "./rules/layers.ts";
import { type SourceFile, sourceFile, sourceTree } from "./rules/source-file.ts";

const tree = sourceTree();

describe("who may import whom", () => {
  it("app takes from components and lib, components from pure code, lib from lib", () => expect(topLevelImports(tree)).toEqual([]));
  it("the folders of lib import only against the flow of a message", () => expect(layerImports(tree)).toEqual([]));
  it("the simulator shares digests with the receiving side, and nothing that verifies", () => expect(simulatorImports(tree)).toEqual([]));
  it("no file reaches itself by its imports", () => expect(importCycles(tree)).toEqual([]));
  it("imports are written so that Node runs the files as they are", () => expect(importForm(tree)).toEqual([]));

  it("the table of folders names folders that exist", () => {
    const folders = new Set(tree.map((file) => file.path.split("/")).flatMap(([top, layer]) => (top === "lib" && layer !== undefined ? [layer] : [])));
    expect(Object.keys(mayImport).filter((layer) => !folders.has(layer))).toEqual([]);
  });

  it("every exception of the table is still needed", () => {
    const edges = new Set(tree.flatMap((file) => file.imports.map((found) => `${file.path} → ${String(found.file)}`)));
    expect(allowedImports.filter(({ from, to }) => !edges.has(`${from} → ${to}`))).toEqual([]);
  });
});

describe("the import rules themselves", () => {
  const files = (...list: readonly (readonly [string, string])[]): SourceFile[] => list.map(([path, text]) => sourceFile(path, text));

  it("see every form of import", () => {
    const text = [
      'import a from "./a.ts";', 'import type { B } from "./b.ts";', 'import { type C, d } from "#lib/x/c";', 'import "./e.css";', 'export * from "./f.ts";',
      'const g = await import("./g.ts");', 'import h, { i } from "zod";', "import {\n  j,\n} from './j.ts';", '// import k from "./k.ts";', 'const text = `import l from "./l.ts"`;',
    ].join("\n");
    expect(sourceFile("lib/x/y.ts", text).imports.map(({ specifier, file, typeOnly }) => [specifier, file, typeOnly])).toEqual([
      ["./a.ts", "lib/x/a.ts", false], ["./b.ts", "lib/x/b.ts", true], ["#lib/x/c", "lib/x/c.ts", false], ["./f.ts", "lib/x/f.ts", false], ["zod", null, false], ["./j.ts", "lib/x/j.ts", false],
      ["./e.css", "lib/x/e.css", false], ["./g.ts", "lib/x/g.ts", false],
    ]);
  });

  it("notice a lib file that draws, a component that reads, and a product that needs its tests", () => {
    const found = topLevelImports(
      files(["lib/events/a.ts", 'import { Button } from "#components/ui/button";'], ["components/b.tsx", 'import { read } from "#lib/events/read";'], ["lib/events/read.ts", 'import pg from "pg";'], ["app/page.tsx", 'import { x } from "#tests/support/x";'],
        ["components/ui/c.tsx", 'import { EventRow } from "#components/events/event-row";']),
    );
    expect(found.map((line) => line.split(":")[0])).toEqual(["lib/events/a.ts", "components/b.tsx", "app/page.tsx", "components/ui/c.tsx"]);
    expect(found.every((line) => line.includes("; "))).toBe(true);
  });

  it("let a component take types and pure code", () => {
    expect(topLevelImports(files(["components/b.tsx", 'import type { Row } from "#lib/events/read";\nimport { may } from "#lib/access/may";'], ["lib/events/read.ts", 'import pg from "pg";'], ["lib/access/may.ts", ""]))).toEqual([]);
  });

  it("notice that code is impure through what it imports", () => {
    expect([...withoutInputOutput(files(["lib/a/x.ts", 'import { y } from "./y.ts";'], ["lib/a/y.ts", 'import fs from "node:fs";'], ["lib/a/z.ts", 'import { z } from "zod";']))]).toEqual(["lib/a/z.ts"]);
  });

  it("notice an import against the flow, and a folder that nobody placed", () => {
    const found = layerImports(files(["lib/providers/a.ts", 'import { x } from "#lib/events/x";'], ["lib/novel/b.ts", 'import { x } from "#lib/events/x";'], ["lib/rest/c.ts", 'import { x } from "#lib/events/x";']));
    expect(found.map((line) => line.split(":")[0])).toEqual(["lib/providers/a.ts", "lib/novel/b.ts"]);
  });

  it("notice a cycle and name its way", () => {
    expect(importCycles(files(["lib/a.ts", 'import "./b.ts";'], ["lib/b.ts", 'import type { C } from "./c.ts";'], ["lib/c.ts", 'import "./a.ts";']))).toEqual([
      "lib/a.ts: imports itself by lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts; move what both need into a file of its own",
    ]);
  });

  it("notice a simulator that verifies with what it should test", () => {
    const text = 'import { hmac } from "#lib/signing/digest";\nimport type { Verdict } from "#lib/providers/verdict";\nimport { stripe } from "#lib/providers/stripe";\nimport { explain } from "#lib/signing/explain";';
    expect(simulatorImports(files(["lib/simulator/a.ts", text], ["lib/receiving/b.ts", text], ["lib/signing/digest.ts", ""], ["lib/signing/explain.ts", ""], ["lib/providers/stripe.ts", ""], ["lib/providers/verdict.ts", ""])).map((found) => found.split(";")[0])).toEqual([
      "lib/simulator/a.ts: imports lib/providers/stripe.ts", "lib/simulator/a.ts: imports lib/signing/explain.ts",
    ]);
  });

  it("notice imports that Node would not find", () => {
    expect(importForm(files(["lib/a.ts", 'import "./b";\nimport "#lib/c.ts";\nimport "./d.ts";\nimport "#lib/e";']))).toHaveLength(2);
  });
});
