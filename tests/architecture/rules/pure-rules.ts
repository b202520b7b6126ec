import { packageOf, type Rule, type SourceFile } from "./source-file.ts";

/** The fold of events to a transaction, and what it is made of. */
const foldFiles = /^lib\/transactions\/(amounts|anomalies|contradictions|describe-payment|fact-order|fold|fold-input|merge-copies|operations|payment-groups|provider-policy|repeated-events|settle-facts|status|transaction-difference|why)\.ts$/;

/** Files whose result depends on their arguments alone. */
export const purePatterns: readonly RegExp[] = [/^lib\/providers\//, /^lib\/signing\//, /^lib\/[a-z]+\/[a-z-]+-shape\.ts$/, foldFiles, /^lib\/deliveries\/(breaker|judge|schedule|token-bucket)\.ts$/, /^lib\/access\/permissions\.ts$/, /^lib\/simulator\/misbehaviour\.ts$/, /^lib\/validations\/(attempt|canonical-value|condition-faults|customer-text|evaluate|sentence|velocity-book|velocity-spans)\.ts$/];

/** What a pure file may import that is not ours: parsing, and digests over bytes it was given. */
const allowedPackages = new Set(["zod", "node:crypto", "node:buffer"]);

const forbidden: readonly { readonly pattern: RegExp; readonly what: string; readonly instead: string }[] = [
  { pattern: /\bDate\s*\.\s*now\s*\(|\bnew\s+Date\s*(\(\s*\)|(?!\s*\())|(?<!new\s+)\bDate\s*\(\s*\)|\bperformance\s*\.\s*now\b/, what: "reads the clock", instead: "take the time as a parameter (nowMs)" },
  { pattern: /\bMath\s*\.\s*random\b|\bcrypto\s*\.\s*(random|getRandomValues|generateKey)|\bimport\s*\{[^}]*\b(random\w+|generateKey\w*|getRandomValues|webcrypto)\b[^}]*\}\s*from/, what: "makes randomness", instead: "take the random bytes as a parameter" },
  { pattern: /\bprocess\s*[.[]/, what: "reads the process", instead: "take the value as a parameter" },
  { pattern: /(?<![.\w])(fetch|setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(|\bconsole\s*\./, what: "does input or output", instead: "return a value and let the caller act" },
];

/** Pure files import no input or output and read no clock, no environment and no randomness. */
export const pureFiles: Rule = (files) => {
  const isPure = (path: string): boolean => purePatterns.some((pattern) => pattern.test(path));
  return files.filter((file) => isPure(file.path)).flatMap((file) => [
    ...forbidden.filter(({ pattern }) => pattern.test(file.code)).map(({ what, instead }) => `${file.path}: ${what}, but is pure; ${instead}`),
    ...impureImports(file, isPure).map((specifier) => `${file.path}: imports ${specifier}, but is pure; pass what it needs as an argument, or move the impure part out`),
  ]);
};

function impureImports(file: SourceFile, isPure: (path: string) => boolean): string[] {
  return file.imports
    .filter(({ typeOnly, file: own, specifier }) => !typeOnly && (own === null ? !allowedPackages.has(packageOf(specifier)) : !isPure(own) && !own.startsWith("lib/platform/problem")))
    .map(({ specifier }) => specifier);
}
