import type { Rule, SourceFile } from "./source-file.ts";

const product = /^(app|components|lib)\//;

/** Our own settings are read, checked and named in one place. */
export const environmentReads: Rule = (files) => {
  const readers = new Set(["lib/platform/env.ts", "prisma/prisma.config.ts", "tests/runner/test-env.ts", "tests/vitest.config.ts"]);
  return files
    .filter((file) => !readers.has(file.path) && /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[|\bimport\s*\.\s*meta\s*\.\s*env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(file.code))
    .map((file) => `${file.path}: reads process.env; ${file.path.startsWith("tests/") ? "take it from tests/runner/test-env.ts" : "add the variable to lib/platform/env.ts, which checks it, and take it from readEnv()"}`);
};

/** Only `lib` speaks to the database; pages and routes call what it exports. */
export const databaseClient: Rule = (files) =>
  files
    .filter((file) => !file.path.startsWith("lib/") && product.test(file.path))
    .filter((file) => file.imports.some(({ specifier, typeOnly }) => /^(@prisma\/|prisma$|pg$|graphile-worker)/.test(specifier) || (!typeOnly && specifier.includes("platform/database/"))))
    .map((file) => `${file.path}: reaches for the database; call a read or a command of a noun in lib`);

/** SQL text stands in files that say so by their name. */
export const rawSql: Rule = (files) =>
  files
    .filter((file) => product.test(file.path) && !file.path.endsWith(".sql.ts") && !file.path.startsWith("lib/platform/database/"))
    .filter((file) => /\$(queryRaw|executeRaw)(Unsafe)?\b|(?<=\b(pool|client|connection|ingestPool|admin|db)\s*)\.\s*query\s*[(<]/.test(file.code) || importsSqlDriver(file))
    .map((file) => `${file.path}: holds SQL; move the statement into a file named after it that ends in .sql.ts, and import its function`);

function importsSqlDriver(file: SourceFile): boolean {
  return file.imports.some(({ specifier, typeOnly }) => specifier === "pg" && !typeOnly);
}

/** The dashboard writes through /api/v1 like any script; a second way to write is one too many. */
export const serverActions: Rule = (files) =>
  files.filter((file) => product.test(file.path) && /["']use server["']/.test(file.text)).map((file) => `${file.path}: declares a Server Action; write through a route of /api/v1 instead`);

/** What would silence the compiler or the lint, or leave a test out. */
export const suppressions: Rule = (files) =>
  files.flatMap((file) => {
    const comments = commentsOf(file);
    const found: string[] = [];
    const say = (what: string, instead: string): number => found.push(`${file.path}: ${what}; ${instead}`);
    if (/@ts-(ignore|nocheck|expect-error)/.test(comments)) say("silences the compiler", "describe the value to it, with zod where it comes from outside");
    if (/(oxlint|eslint)-disable(?!-next-line [\w/, -]+ -- \w)/.test(comments)) say("silences the lint without a reason", "mend what it found, or write oxlint-disable-next-line <rule> -- <why>");
    if (/([:<,|]|\bas\b)\s*any\b(?!\s*[:(])/.test(file.code)) say('uses "any"', 'use "unknown" and look before you use it');
    if (/\bas\s+unknown\s+as\b/.test(file.code)) say('casts through "unknown"', "describe the value to the compiler, with zod where it comes from outside");
    if (/\.(skip|todo|only|skipIf|fails)\s*\(/.test(file.code) && /\.test\.ts$|\/browser\//.test(file.path)) say("leaves a test out", "a test that does not run guards nothing: mend it or remove it");
    return found;
  });

function commentsOf(file: SourceFile): string {
  return file.text.split("").filter((char, at) => /\s/.test(char) || file.code[at] !== char).join("");
}

/** Nothing in the tree may depend on the machine or the people that it was written on. */
export const machinePaths: Rule = (files) =>
  files
    .filter((file) => /(["'`\s(=])\/(home|Users|root|work|mnt|opt|srv)\/[\w.-]+|[A-Z]:\\\\/.test(file.text))
    .map((file) => `${file.path}: names a path of a particular machine; build it from import.meta.dirname, DATA_DIR or os.tmpdir()`);
