import { describe, expect, it } from "vitest";
import { originForm } from "#lib/server/origin-form";

describe("the target of a request", () => {
  it.each([
    ["/events?x=%zz", "/events?x=%zz"],
    ["http://elsewhere.test/api/webhooks/a?b=c", "/api/webhooks/a?b=c"],
    ["//api", "//api"],
    ["/%zz", null],
    ["/%c3%28", null],
    ["http://elsewhere.test/%ff", null],
    ["*", null],
    ["elsewhere.test:443", null],
  ])("%s is read as %s", (target, path) => expect(originForm(target)).toBe(path));
});
