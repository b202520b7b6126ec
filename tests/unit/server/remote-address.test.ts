import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { remoteAddressReader } from "#lib/server/remote-address";

function from(socketAddress: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: socketAddress });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers["x-forwarded-for"] = forwardedFor;
  return request;
}

describe("the caller's address", () => {
  test("is the socket's when no proxy is trusted, whatever the caller claims", () => {
    const addressOf = remoteAddressReader([]);
    expect(addressOf(from("192.0.2.1", "203.0.113.9"))).toBe("192.0.2.1");
    expect(addressOf(from("::ffff:192.0.2.1"))).toBe("192.0.2.1");
  });

  test("is the last one in front of the trusted proxies", () => {
    const addressOf = remoteAddressReader(["10.0.0.0/8", "fd00::/8"]);
    expect(addressOf(from("10.1.2.3", "203.0.113.9"))).toBe("203.0.113.9");
    expect(addressOf(from("10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9"))).toBe("203.0.113.9");
    expect(addressOf(from("fd00::1", "2001:db8::7"))).toBe("2001:db8::7");
  });

  test("is not believed from a stranger, and falls back to the proxy's own where the header is broken", () => {
    const addressOf = remoteAddressReader(["10.0.0.0/8"]);
    expect(addressOf(from("192.0.2.1", "203.0.113.9"))).toBe("192.0.2.1");
    expect(addressOf(from("10.1.2.3", "203.0.113.9, nonsense"))).toBe("10.1.2.3");
    expect(addressOf(from("10.1.2.3"))).toBe("10.1.2.3");
  });
});
