import { describe, expect, it } from "vitest";
import { roundTripOutcomes } from "#lib/public-url/round-trip-outcomes";
import { roundTripWords } from "#lib/public-url/round-trip-words";
import { localPort, tunnelCommands } from "../../../components/public-url/tunnel-commands.ts";

const target = { hostname: "pay.example.com", origin: "http://pay.example.com", secure: false };

describe("what a check of the public address says", () => {
  it.each(roundTripOutcomes)("%s: what was found and what to do, in whole sentences", (outcome) => {
    for (const reach of outcome === "reached" ? (["internet", "network", "machine"] as const) : [null]) {
      for (const statusCode of outcome === "other_server" ? [null, 200, 401, 404, 405, 500] : [null]) {
        const words = roundTripWords({ outcome, target, reach, isOwn: false, result: { statusCode, headers: [], detail: null } });
        for (const text of [words.says, words.whatToDo ?? ""]) expect(text).toMatch(/^[A-Za-z][^?]*\.$/);
      }
    }
  });

  it("has nothing to do for an encrypted public address alone", () => {
    const say = (secure: boolean) => roundTripWords({ outcome: "reached", target: { ...target, secure }, reach: "internet", isOwn: true, result: { statusCode: 200, headers: [], detail: null } });
    expect(say(true).whatToDo).toBeNull();
    expect(say(false).whatToDo).toContain("https");
  });

  it.each([
    ["https://pay.example.com/x", "https on the same host"],
    ["/sign-in", "another page of the same host"],
    ["https://evil.example.com/", "another host"],
    ["http://", "leads nowhere"],
  ])("of a redirect to %s: %s", (location, words) => {
    expect(roundTripWords({ outcome: "redirected", target, reach: null, isOwn: true, result: { statusCode: 301, headers: [["location", location]], detail: null } }).says).toContain(words);
  });
});

describe("the commands that open a tunnel", () => {
  it.each([
    ["http://127.0.0.1:3000", "ngrok http 3000", "cloudflared tunnel --url http://localhost:3000", 3000],
    ["http://localhost", "ngrok http 80", "cloudflared tunnel --url http://localhost:80", 80],
    ["http://[::1]:8080", "ngrok http 8080", "cloudflared tunnel --url http://localhost:8080", 8080],
    ["https://localhost:8443", "ngrok http https://localhost:8443", "cloudflared tunnel --url https://localhost:8443", 8443],
    ["http://192.168.1.5:3000", "ngrok http http://192.168.1.5:3000", "cloudflared tunnel --url http://192.168.1.5:3000", 3000],
  ])("to %s", (url, ngrok, cloudflared, port) => {
    expect(tunnelCommands(url).map(({ command }) => command)).toEqual([ngrok, cloudflared]);
    expect(localPort(url)).toBe(port);
  });
});
