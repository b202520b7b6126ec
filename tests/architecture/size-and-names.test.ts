import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fileLength, fileNames, usualFileLength } from "./rules/size-and-name-rules.ts";
import { root, sourceFile, sourceTree } from "./rules/source-file.ts";

const tree = sourceTree();

describe("the shape of the tree", () => {
  it("has at its top what was agreed and nothing else", () => {
    const agreed = ["README.md", "app", "components", "lib", "next.config.js", "package-lock.json", "package.json", "prisma", "public", "tests", "tsconfig.json"];
    const made = ["next-env.d.ts", "node_modules", "test-results"];
    // Next looks for these two at the top and nowhere else.
    const optional = ["instrumentation.ts", "proxy.ts"];
    const visible = readdirSync(root).filter((name) => !name.startsWith(".") && !made.includes(name) && !optional.includes(name));
    expect(visible.sort(), "what a tool insists on stays at the top, everything else goes into one of the folders").toEqual(agreed);
  });

  it("keeps files at 300 lines and routes at 60", () => expect(fileLength(tree)).toEqual([]));
  it("keeps nineteen of twenty files at 200 lines", () => expect(usualFileLength(tree)).toEqual([]));
  it("names files after what they export", () => expect(fileNames(tree)).toEqual([]));
});

describe("the rules of size and names themselves", () => {
  const lines = (count: number): string => "x;\n".repeat(count);

  it("notice the first line too many", () => {
    expect(fileLength([sourceFile("lib/a.ts", lines(300)), sourceFile("app/api/a/route.ts", lines(60))])).toEqual([]);
    expect(fileLength([sourceFile("lib/a.ts", lines(301)), sourceFile("app/api/a/route.ts", lines(61))])).toHaveLength(2);
  });

  it("notice when long files become usual", () => {
    const short = Array.from({ length: 19 }, (_, at) => sourceFile(`lib/short-${String(at)}.ts`, ""));
    expect(usualFileLength([...short, sourceFile("lib/a.ts", lines(201))])).toEqual([]);
    expect(usualFileLength([...short, sourceFile("lib/a.ts", lines(201)), sourceFile("lib/b.ts", lines(201))])).toHaveLength(1);
  });

  it("notice drawers and names in other forms", () => {
    const bad = ["lib/events/utils.ts", "lib/helpers/dates.ts", "components/ui/index.tsx", "lib/events/service.ts", "lib/events/getEvent.ts", "tests/unit/misc.test.ts"];
    expect(fileNames(bad.map((path) => sourceFile(path, "")))).toHaveLength(bad.length);
    expect(fileNames(["lib/events/get-event.sql.ts", "app/global-error.tsx", "lib/a/b.test.ts", "tests/vitest.config.ts"].map((path) => sourceFile(path, "")))).toEqual([]);
  });
});
