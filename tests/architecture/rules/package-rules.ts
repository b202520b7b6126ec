import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { packageOf, root, type SourceFile } from "./source-file.ts";

const versions = z.record(z.string(), z.string()).default({});
const manifest = z.object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions, scripts: versions, imports: versions });
const lockFile = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

export type Manifest = z.infer<typeof manifest>;
export type LockFile = z.infer<typeof lockFile>;

export function readManifest(): Manifest {
  return manifest.parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));
}

export function readLockFile(): LockFile {
  return lockFile.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
}

/** Below these versions are known holes: about a dozen advisories for Server Actions and their neighbours, and one for the session's callback. */
export const versionFloors: Readonly<Record<string, string>> = { next: "16.4.5", "next-auth": "4.24.15", react: "19.3.0", "react-dom": "19.3.0" };

/** Installed copies (also nested ones) below their floor. */
export function belowFloor(lock: LockFile, floors: Readonly<Record<string, string>> = versionFloors): string[] {
  return Object.entries(lock.packages).flatMap(([place, { version }]) => {
    const name = place.split("node_modules/").at(-1) ?? "";
    const floor = floors[name];
    if (floor === undefined || version === undefined || compareVersions(version, floor) >= 0) return [];
    return [`package-lock.json: ${place} is ${version}, below ${floor}; raise it, older ones have known holes`];
  });
}

/** Negative, zero or positive, as `sort` wants it; only the three numbers count, and a pre-release is below its release. */
export function compareVersions(left: string, right: string): number {
  const numbers = (text: string): number[] => (text.split("-")[0] ?? "").split(".").map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(right.includes("-")) - Number(left.includes("-"));
}

/** Dependencies that no file of ours imports, each with what needs it. */
export const neededWithoutImport: Readonly<Record<string, string>> = {
  "@playwright/test": "browser tests: the runner itself",
  "@prisma/client": "the runtime under the generated client",
  "@tailwindcss/postcss": "package.json's postcss plugin, run by Next",
  "@types/node": "types of Node",
  "@types/oidc-provider": "types of oidc-provider",
  "@types/pg": "types of pg",
  "@types/react": "types of React",
  "@types/react-dom": "types of React DOM",
  oxlint: "npm run lint",
  "oxlint-tsgolint": "the type-aware rules of npm run lint",
  playwright: "the library under @playwright/test, for screenshots by hand",
  "react-dom": "Next renders with it",
  tailwindcss: "imported by app/globals.css",
  typescript: "npm run typecheck, and next build runs it",
};

/** Dependencies that nothing imports and the list above does not explain. */
export function unusedDependencies({ dependencies, devDependencies }: Manifest, files: readonly SourceFile[], explained: Readonly<Record<string, string>> = neededWithoutImport): string[] {
  const imported = new Set(files.flatMap((file) => file.imports.filter((found) => found.file === null).map((found) => packageOf(found.specifier))));
  const resolved = files.map((file) => file.text).join("\n");
  return Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => !imported.has(name) && !(name in explained) && !new RegExp(`resolve\\w*\\(\\s*["'\`]${name.replaceAll(/[/.-]/g, "\\$&")}[/"'\`]`).test(resolved))
    .map((name) => `package.json: ${name} is installed but nothing imports it; remove it, or say in tests/architecture/rules/package-rules.ts what needs it`);
}

/** Packages that are imported but only there because something else needs them. */
export function undeclaredImports({ dependencies, devDependencies, optionalDependencies }: Manifest, files: readonly SourceFile[]): string[] {
  const everywhere = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
  const inTests = new Set([...everywhere, ...Object.keys(devDependencies)]);
  return files.flatMap((file) => {
    const declared = file.path.startsWith("tests/") ? inTests : everywhere;
    const missing = file.imports.filter((found) => found.file === null && !found.specifier.startsWith("node:") && !declared.has(packageOf(found.specifier)));
    return missing.map(({ specifier }) => `${file.path}: imports ${specifier}, which package.json does not ${declared === inTests ? "name" : "name among dependencies"}; add it there with its exact version`);
  });
}

/** Versions that are not exact. */
export function looseVersions({ dependencies, devDependencies, optionalDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}"; pin one exact version`);
}
