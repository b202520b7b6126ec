import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Permission, permissions } from "#lib/access/permissions";

export interface PageFile {
  readonly file: string;
  /** As in the address, with `*` for a part that is a parameter. */
  readonly path: string;
  /** What whoever opens it must have; `null`: it is open to everybody. */
  readonly permission: Permission | null;
}

/** Pages that nobody has to be signed in for. */
const openPages: readonly string[] = ["/docs", "/invite/*", "/setup", "/sign-in"];
const root = path.resolve(import.meta.dirname, "../..");

/** Every page that there is, with what its file asks for, from the route tree itself. */
export function everyPage(): readonly PageFile[] {
  return globSync("app/**/page.tsx", { cwd: root }).toSorted().map((file) => {
    const parts = path.dirname(file).split(path.sep).slice(1).filter((part) => !part.startsWith("("));
    const address = `/${parts.map((part) => part.replace(/^\[.+\]$/, "*")).join("/")}`;
    return { file, path: address, permission: openPages.includes(address) ? null : permissionOf(file) };
  });
}

/** What a page passes to `signedIn`. */
function permissionOf(file: string): Permission {
  const asked = /await signedIn\(.+, "([A-Za-z.]+)"\);/.exec(readFileSync(path.join(root, file), "utf8"))?.[1] ?? "";
  if (!isPermission(asked)) throw new Error(`${file}: say who may see it, as "await signedIn(its address, "noun.verb")"; or list it among the open pages of tests/support/page-tree.ts`);
  return asked;
}

function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text);
}
