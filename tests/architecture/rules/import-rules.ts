import { allowedImports, mayImport } from "./layers.ts";
import { packageOf, type Rule, type SourceFile } from "./source-file.ts";

/** `app → components, lib`; `components → components, types and pure code of lib`; `lib → lib`; nothing of the product imports a test. */
export const topLevelImports: Rule = (files) => {
  const pure = withoutInputOutput(files);
  return ours(files).flatMap(({ from, to, typeOnly }) => {
    const [source, target] = [topOf(from), topOf(to)];
    if (target === "tests" && source !== "tests") return [`${from}: imports ${to}; the product must not need its tests: move what both need into lib`];
    if (source === "lib" && (target === "app" || target === "components")) return [`${from}: imports ${to}; lib decides and app draws: pass what lib needs as an argument, or move the pure part into lib`];
    if (source === "components" && target === "app") return [`${from}: imports ${to}; a component is given what it draws: take it as a property`];
    if (from.startsWith("components/ui/") && target === "components" && !to.startsWith("components/ui/")) return [`${from}: imports ${to}; components/ui knows no noun of ours: take it as a property or move this file out of ui`];
    if (source === "components" && target === "lib" && !typeOnly && !pure.has(to)) return [`${from}: imports ${to}, which does input and output; components may take types ("import type") and pure code of lib: read in the page and pass the result as a property`];
    return [];
  });
};

/** The folders of `lib` import only to their right in the flow, by the table in `layers.ts`. */
export const layerImports: Rule = (files) =>
  ours(files).flatMap(({ from, to }) => {
    const [source, target] = [layerOf(from), layerOf(to)];
    if (source === null || target === null || source === target) return [];
    const allowed = mayImport[source];
    if (allowed === undefined) return [`${from}: lib/${source} is not in tests/architecture/rules/layers.ts; say there which folders it may import`];
    if (allowed.includes(target) || allowedImports.some((exception) => exception.from === from && exception.to === to)) return [];
    return [`${from}: imports ${to}; lib/${source} may import ${list(allowed)}: turn the call around (the later step calls the earlier one), or move the shared part to where both may reach it`];
  });

/**
 * What the simulator shares with the receiving side: digests, how bytes are decoded, the forms of settings and names. Never what
 * verifies: a mistake in that would be made twice, once on each side, and no test between the two would see it.
 */
const sharedWithSimulator = /^lib\/(signing\/(digest|sign-delivery|standard-webhooks|strict-decoding)|providers\/(provider|adyen-settings|gateway-profile|praxis-settings))\.ts$/;

/** The simulator signs with the primitives of signing and with nothing of the adapters that verify. */
export const simulatorImports: Rule = (files) =>
  ours(files)
    .filter(({ from, to, typeOnly }) => from.startsWith("lib/simulator/") && /^lib\/(signing|providers)\//.test(to) && !typeOnly && !sharedWithSimulator.test(to))
    .map(({ from, to }) => `${from}: imports ${to}; the simulator signs by its own reading of the provider's page: take a digest of lib/signing and write the rest here`);

/** No file reaches itself by its imports, types included. */
export const importCycles: Rule = (files) => {
  const targets = new Map(files.map((file) => [file.path, file.imports.flatMap((found) => (found.file === null ? [] : [found.file]))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt !== -1) {
      cycles.push(`${file}: imports itself by ${[...trail.slice(seenAt), file].join(" → ")}; move what both need into a file of its own`);
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return cycles;
};

/** Our own files are named by `#lib/…`, `#components/…` or a relative path with its ending, so that Node can run them as they are. */
export const importForm: Rule = (files) =>
  files.flatMap((file) =>
    file.imports.flatMap(({ specifier }) => {
      if (specifier.startsWith("#") && /\.[jt]sx?$/.test(specifier)) return [`${file.path}: imports ${specifier}; # imports carry no ending`];
      if (specifier.startsWith(".") && !/\.(ts|tsx|js|json|css)$/.test(specifier)) return [`${file.path}: imports ${specifier}; a relative import carries its ending (.ts), or Node cannot run it`];
      return [];
    }),
  );

/** What computes and nothing else; adapters hash with it. */
const pureOutsideLib = new Set(["zod", "node:crypto", "node:buffer"]);

/** Files of `lib` that do no input or output, themselves or through what they import at run time. */
export function withoutInputOutput(files: readonly SourceFile[]): Set<string> {
  const lib = new Map(files.filter((file) => file.path.startsWith("lib/")).map((file) => [file.path, file]));
  const impure = new Set([...lib.values()].filter((file) => file.imports.some(({ specifier, file: own, typeOnly }) => !typeOnly && own === null && !pureOutsideLib.has(specifier.startsWith("node:") ? specifier : packageOf(specifier)))).map((file) => file.path));
  for (let before = -1; before !== impure.size; ) {
    before = impure.size;
    for (const file of lib.values()) {
      if (file.imports.some((found) => !found.typeOnly && found.file !== null && (impure.has(found.file) || !lib.has(found.file)))) impure.add(file.path);
    }
  }
  return new Set([...lib.keys()].filter((path) => !impure.has(path)));
}

function ours(files: readonly SourceFile[]): { from: string; to: string; typeOnly: boolean }[] {
  return files.flatMap((file) => file.imports.flatMap((found) => (found.file === null ? [] : [{ from: file.path, to: found.file, typeOnly: found.typeOnly }])));
}

function topOf(path: string): string {
  return path.split("/")[0] ?? path;
}

function layerOf(path: string): string | null {
  const [top, layer, rest] = path.split("/");
  return top === "lib" && rest !== undefined ? (layer ?? null) : null;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "no other folder of lib" : names.map((name) => `lib/${name}`).join(", ");
}
