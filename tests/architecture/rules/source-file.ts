import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { scanSource } from "./scan-source.ts";

export const root = path.resolve(import.meta.dirname, "../../..");

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path from the root when it is a file of ours, else `null`. */
  readonly file: string | null;
  /** Gone at run time (`import type`). */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without the contents of strings. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** A rule looks at the whole tree and says what breaks it, each as `path: what is wrong; what to do instead`. */
export type Rule = (files: readonly SourceFile[]) => string[];

const made = new Set(["node_modules", ".next", ".git", ".data", "generated", "test-results"]);

/** Every TypeScript and JavaScript file that people wrote. */
export function sourceTree(): SourceFile[] {
  const paths = ["app", "components", "lib", "prisma", "tests"].flatMap((folder) => filesBelow(folder)).filter((file) => /\.(ts|tsx|js|mjs)$/.test(file));
  return paths.map((file) => sourceFile(file, readFileSync(path.join(root, file), "utf8")));
}

/** All files below a folder, as paths from the root, without what tools made. */
export function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (made.has(entry.name)) return [];
    const below = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(below) : [below];
  });
}

export function sourceFile(file: string, text: string): SourceFile {
  const code = scanSource(text);
  return { path: file, text, code, imports: findImports(file, text, code) };
}

const importForms = [
  /\b(?:import|export)\b(?<type>\s+type\b(?!\s*,|\s+from))?[\w$*\s{},]*?\bfrom\s*(?<quoted>"[^"]*"|'[^']*')/g,
  /\bimport\s*(?<quoted>"[^"]*"|'[^']*')/g,
  /\b(?:import|require)\s*\(\s*(?<quoted>"[^"]*"|'[^']*')/g,
];

function findImports(file: string, text: string, code: string): Import[] {
  return importForms.flatMap((form) =>
    [...code.matchAll(form)].map((match) => {
      const quoted = match.groups?.["quoted"] ?? "";
      const end = match.index + match[0].lastIndexOf(quoted) + quoted.length;
      const specifier = text.slice(end - quoted.length + 1, end - 1);
      return { specifier, file: resolveImport(file, specifier), typeOnly: match.groups?.["type"] !== undefined };
    }),
  );
}

function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith("#lib/")) return `${specifier.slice(1)}.ts`;
  if (specifier.startsWith("#tests/")) return `${specifier.slice(1)}.ts`;
  if (specifier.startsWith("#components/")) return `${specifier.slice(1)}.tsx`;
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : null;
}

/** The package of an import that is not ours: `next/server` → `next`, `node:fs` → `node:fs`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
}
