import { describe, expect, test } from "vitest";
import { headerMap, keptHeaders } from "#lib/receiving/kept-headers";

describe("the headers that are kept", () => {
  test("hold no credentials of other systems and nothing that our own server added", () => {
    const names = keptHeaders([["Authorization", "Basic x"], ["proxy-authorization", "x"], ["Cookie", "a=b"], ["X-Countersign-Path", "/api/webhooks/token"], ["x-nonce", "n"], ["X-Signature", "ab"], ["Host", "h"]]).map(([name]) => name);
    expect(names).toEqual(["X-Signature", "Host"]);
  });
});

test("lines of one name are joined in the order of their coming, whatever their case", () => {
  expect(headerMap([["X-Signature", "a"], ["x-signature", "b"], ["Host", "h"]])).toEqual(new Map([["x-signature", "a, b"], ["host", "h"]]));
});
