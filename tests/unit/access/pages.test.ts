import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { permissions } from "#lib/access/permissions";

const pages = globSync("app/(dashboard)/**/page.tsx").filter((file) => file !== "app/(dashboard)/docs/page.tsx").toSorted();

describe("every page of the dashboard", () => {
  it("is found", () => expect(pages.length).toBeGreaterThan(25));

  it.each(pages)("%s asks who is signed in before anything is read, and then for its permission", (file) => {
    const text = readFileSync(file, "utf8");
    const body = text.slice(text.indexOf("export default async function"));
    const asks = body.indexOf("await signedIn(");
    const reads = [...body.matchAll(/\b(?:found|readList|database|get[A-Z]\w+|list[A-Z]\w+)\(/g)].map(({ index }) => index);
    expect(asks, "it calls signedIn").toBeGreaterThan(0);
    expect(reads.filter((at) => at < asks)).toEqual([]);
    const gates = [...body.matchAll(/if \(!may\(\w+, "([A-Za-z.]+)"\)\) return <Forbidden /g)];
    expect(gates.length, "each <Forbidden> stands behind its permission").toBe(body.split("<Forbidden ").length - 1);
    for (const gate of gates) {
      expect(Object.keys(permissions)).toContain(gate[1]);
      expect(reads.filter((at) => at < gate.index), "nothing is read before").toEqual([]);
    }
  });
});
