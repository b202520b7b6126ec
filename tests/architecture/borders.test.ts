import { describe, expect, it } from "vitest";
import { databaseClient, environmentReads, machinePaths, rawSql, serverActions, suppressions } from "./rules/border-rules.ts";
import { type Rule, sourceFile, sourceTree } from "./rules/source-file.ts";

const tree = sourceTree();
const product = tree.filter((file) => !file.path.startsWith("tests/architecture/"));

describe("borders of the product", () => {
  it("process.env is read in lib/platform/env.ts alone", () => expect(environmentReads(tree)).toEqual([]));
  it("only lib speaks to the database", () => expect(databaseClient(tree)).toEqual([]));
  it("SQL stands in files that end in .sql.ts", () => expect(rawSql(tree)).toEqual([]));
  it("there are no Server Actions", () => expect(serverActions(tree)).toEqual([]));
  it("nothing silences the compiler, the lint or a test", () => expect(suppressions(product)).toEqual([]));
  it("no file names a path of a particular machine", () => expect(machinePaths(product)).toEqual([]));
});

describe("the border rules themselves", () => {
  const cases: readonly (readonly [rule: Rule, path: string, text: string])[] = [
    [environmentReads, "lib/events/a.ts", "const url = process.env.URL;"],
    [environmentReads, "lib/events/a.ts", 'const url = process?.env["URL"];'],
    [environmentReads, "tests/unit/a.test.ts", "const { env } = process;"],
    [databaseClient, "app/page.tsx", 'import { PrismaClient } from "@prisma/client";'],
    [databaseClient, "components/a.tsx", 'import { database } from "#lib/platform/database/client";'],
    [rawSql, "lib/events/list.ts", "await prisma.$queryRaw`select 1`;"],
    [rawSql, "lib/events/list.ts", 'await database().pool.query("select 1");'],
    [rawSql, "lib/events/list.ts", 'await pool.query<Row>("select 1");'],
    [rawSql, "lib/events/list.ts", 'import pg from "pg";'],
    [serverActions, "app/actions.ts", '"use server";'],
    [suppressions, "lib/a.ts", "// @ts-expect" + "-error: later"],
    [suppressions, "lib/a.ts", "/* oxlint" + "-disable no-eval */"],
    [suppressions, "lib/a.ts", "// oxlint" + "-disable-next-line no-eval"],
    [suppressions, "lib/a.ts", "const a: any = 1;"],
    [suppressions, "lib/a.ts", "const a = b as any;"],
    [suppressions, "lib/a.ts", "const a: Record<string, any> = {};"],
    [suppressions, "lib/a.ts", "const a = b as unknown as C;"],
    [suppressions, "tests/unit/a.test.ts", 'it.skip("x", () => {});'],
    [machinePaths, "lib/a.ts", 'const dir = "/home/' + 'ada/data";'],
  ];
  it.each(cases.map(([rule, path, text]) => [rule.name, text, path, rule] as const))("%s notices %s", (_, text, path, rule) => {
    const found = rule([sourceFile(path, text)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}: .+; .+`));
  });

  it("let honest code pass", () => {
    const honest = [
      sourceFile("lib/platform/env.ts", "process.env.PORT;"),
      sourceFile("lib/events/list.sql.ts", "await pool.query(text);"),
      sourceFile("lib/events/a.ts", 'import type { Transaction } from "#lib/platform/database/client";\nconst any = 1; // for any reader\nconst text = "select any"; search.query("x");'),
      sourceFile("lib/a.ts", "// oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type into it"),
      sourceFile("app/page.tsx", 'import { listEvents } from "#lib/events/list-events";'),
    ];
    expect([environmentReads, databaseClient, rawSql, serverActions, suppressions, machinePaths].flatMap((rule) => rule(honest))).toEqual([]);
  });
});
