import { describe, expect, test } from "vitest";
import { hrefWith, pick } from "../../../app/search-params.ts";
import { safeReturnPath } from "#lib/access/safe-return-path";
import { curlCommand } from "../../../components/requests/curl-command.ts";
import { isLocalAddress } from "../../../components/sources/is-local-address.ts";
import { shellQuote, testCommand } from "../../../components/sources/test-command-text.ts";
import { crumbsOf } from "../../../components/shell/navigation.ts";
import { searchedRange } from "../../../app/searched-range.ts";
import { findTargets } from "../../../components/shell/palette-targets.ts";
import { parsePreferences } from "../../../components/ui/preferences.ts";

describe("after the sign-in", () => {
  test.each(["//evil.example", "/\\evil.example", "https://evil.example", "\t//evil.example", "/\t/evil.example", "javascript:alert(1)", "", "events", "/api/v1/session", "/%5c/../\\evil.example"])("never leads to %j", (text) => {
    const path = safeReturnPath(text);
    expect(new URL(path, "http://here.example").origin).toBe("http://here.example");
    expect(path.startsWith("/api/")).toBe(false);
  });

  test("leads back to the view with its filters", () => {
    expect(safeReturnPath("/events?q=pay_1&mode=test")).toBe("/events?q=pay_1&mode=test");
  });
});

describe("the way to a page", () => {
  test.each(["__proto__", "constructor", "toString"])("has a text for every part of an address, %s too", (part) => {
    expect(crumbsOf(`/events/${part}`)).toEqual([{ text: "Events", href: "/events" }, { text: part, href: null }]);
  });
});

describe("commands to copy", () => {
  test("quote what a shell would read", () => {
    expect(shellQuote("it's $HOME `x`")).toBe(String.raw`'it'\''s $HOME ` + "`x`'");
    expect(shellQuote("http://127.0.0.1:3000/api/webhooks/abc-_9")).toBe("http://127.0.0.1:3000/api/webhooks/abc-_9");
  });

  test("sign with the settings of the source", () => {
    expect(testCommand({ provider: "adyen", url: "http://h/x", mode: "live", secret: null, settings: { merchantAccounts: ["A", "B"] } })).toBe(
      "npm run cli -- send adyen --url http://h/x --key 'PASTE-YOUR-KEY' --mode live --setting merchantAccounts=A,B",
    );
  });

  test("send the same bytes, in base64 where they are no text", () => {
    const headers = [["Host", "x"], ["X-Signature", "ab"], ["content-length", "3"]] as const;
    expect(curlCommand("http://h/x", headers, { text: "{}", base64: "e30=" })).toBe("curl -X POST \\\n  http://h/x \\\n  -H 'X-Signature: ab' \\\n  --data-binary '{}'");
    expect(curlCommand("http://h/x", [], { text: null, base64: "/w==" })).toBe("printf %s /w== | base64 -d | curl -X POST \\\n  http://h/x \\\n  --data-binary @-");
  });
});

describe("addresses", () => {
  test.each([
    ["http://127.0.0.1:3000/x", true],
    ["http://[::1]:3000/x", true],
    ["http://192.168.1.4/x", true],
    ["http://172.20.0.1/x", true],
    ["https://payments.example.com/x", false],
    ["https://172.64.0.1/x", false],
  ])("%s reaches only this network: %s", (url, local) => {
    expect(isLocalAddress(url)).toBe(local);
  });

  test("keep only parameters that are known and present", () => {
    expect(pick({ q: "x", cursor: "", evil: "1", mode: ["test", "live"] }, ["q", "cursor", "mode"])).toEqual({ q: "x", mode: "test" });
    expect(hrefWith("/events", { q: "a&b", cursor: null })).toBe("/events?q=a%26b");
  });

  test("name the way to a page", () => {
    expect(crumbsOf("/sources/new")).toEqual([
      { text: "Sources", href: "/sources" },
      { text: "New source", href: null },
    ]);
  });

  test("call a source by its name, and by its id while nobody said it", () => {
    const id = "src_0199a0b1-0000-7000-8000-00000000abcd";
    expect(crumbsOf(`/sources/${id}/rotate`, new Map([[id, "Shop"]])).map(({ text, href }) => [text, href])).toEqual([["Sources", "/sources"], ["Shop", `/sources/${id}`], ["Rotate", null]]);
    expect(crumbsOf(`/sources/${id}`).at(-1)?.text).toBe("src_0199…abcd");
  });
});

describe("the palette", () => {
  test("leads from an id to its page first", () => {
    const id = "evt_01a1f95e-2b0e-7000-bb8a-0841d58ef666";
    expect(findTargets(id, [], "viewer")[0]).toEqual({ text: id, kind: "Event", href: `/events/${id}` });
  });

  test("offers the transactions that were found before the searches", () => {
    const found = { text: "25.99 EUR · Captured · pay_1", kind: "Transaction", href: "/transactions/txn_1" };
    expect(findTargets("pay_1", [], "viewer", [found]).map(({ href }) => href)).toEqual([found.href, "/transactions?q=pay_1&mode=all", "/events?q=pay_1&mode=all", "/events/search?text=pay_1&mode=all"]);
    expect(findTargets("zq", [], "viewer").map(({ href }) => href)).toEqual(["/transactions?q=zq&mode=all", "/events?q=zq&mode=all"]);
  });

  test("offers the way to create only to whoever may", () => {
    expect(findTargets("new source", [], "viewer").map(({ href }) => href)).not.toContain("/sources/new");
    expect(findTargets("new source", [], "admin").map(({ href }) => href)).toContain("/sources/new");
  });
});

describe("the range that a search looks through", () => {
  const nowMs = Date.parse("2026-11-21T12:00:00.000Z");

  test("is the last seven days where nobody says anything else", () => {
    expect(searchedRange({}, nowMs)).toEqual({ from: "2026-11-14T12:00:00.000Z", to: "2026-11-21T12:00:00.000Z" });
    expect(searchedRange({ to: "2026-11-10T00:00:00Z" }, nowMs)).toEqual({ from: "2026-11-03T00:00:00.000Z", to: "2026-11-10T00:00:00Z" });
  });

  test("goes as far from its beginning as may be, never turned round", () => {
    expect(searchedRange({ from: "2026-09-01T00:00:00Z" }, nowMs)).toEqual({ from: "2026-09-01T00:00:00Z", to: "2026-10-02T00:00:00.000Z" });
    expect(searchedRange({ from: "2027-01-01T00:00:00Z" }, nowMs)).toEqual({ from: "2027-01-01T00:00:00Z", to: "2027-01-01T00:00:00.001Z" });
  });

  test("keeps what is no time, so that it can be refused by its name", () => {
    expect(searchedRange({ from: "yesterday", to: "soon" }, nowMs)).toEqual({ from: "yesterday", to: "soon" });
  });
});

describe("preferences", () => {
  test("from cookies that hold nonsense are the defaults", () => {
    expect(parsePreferences(() => "\"><script>")).toEqual({ theme: "system", zone: "local", browserZone: null, density: "comfortable", nav: "wide", mode: "all" });
  });
});
