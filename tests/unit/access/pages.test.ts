import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { closedPageAt, closedPages } from "../../../components/shell/closed-pages.ts";
import { permissions } from "#lib/access/permissions";
import { everyPage } from "#tests/support/page-tree";

const pages = everyPage();
const guarded = pages.filter(({ permission }) => permission !== null);

describe("every page of the dashboard", () => {
  it("is found", () => expect(guarded.length).toBeGreaterThan(35));

  it.each(guarded)("$path asks who is signed in and may see it before anything is read", ({ file }) => {
    const text = readFileSync(file, "utf8");
    const body = text.slice(text.indexOf("export default async function"));
    const asks = body.indexOf("await signedIn(");
    const reads = [...body.matchAll(/\b(?:found|readList|database|get[A-Z]\w+|list[A-Z]\w+)\(/g)].map(({ index }) => index);
    expect(asks, "it calls signedIn").toBeGreaterThan(0);
    expect(reads.filter((at) => at < asks)).toEqual([]);
  });

  it("that is not for every role is named with what it is for, so that the refusal says it", () => {
    const closed = guarded.flatMap(({ path, permission }) => (permission === null || permissions[permission].role === "viewer" ? [] : [{ path, permission }]));
    expect(closedPages.map(({ path, permission }) => ({ path, permission })).toSorted((a, b) => a.path.localeCompare(b.path))).toEqual(closed.toSorted((a, b) => a.path.localeCompare(b.path)));
  });
});

describe("the refusal of a page", () => {
  it("knows what is asked for at an address, and who may", () => {
    expect(closedPageAt("/sources/src_1/rotate")).toEqual({ what: "rotate the key of a source", permission: "keys.write", least: "admin" });
    expect(closedPageAt("/settings")?.least).toBe("operator");
  });

  it("knows nothing of others", () => {
    for (const address of ["/", "/sources", "/sources/a/b/rotate", "/team/x", "/__proto__"]) expect(closedPageAt(address), address).toBeNull();
  });
});
