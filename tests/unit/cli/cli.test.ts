import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { simulations } from "#lib/simulator/registry";
import { providers } from "#lib/providers/registry";
import type { ProviderId } from "#lib/providers/provider";
import { cli } from "#tests/support/run-cli";

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

let server: Server;
let url = "";
let received: Received[] = [];
let answerWith = (_request: Received): number => 200;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = { headers: request.headers, body: Buffer.concat(chunks) };
      received.push(message);
      response.writeHead(answerWith(message)).end("noted");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${String(port)}/api/webhooks/demo`;
});
afterAll(() => server.close());
beforeEach(() => {
  received = [];
  answerWith = () => 200;
});

function verdictOf(provider: ProviderId, secret: string, { headers, body }: Received, settings: Readonly<Record<string, unknown>> = {}) {
  return providers[provider].verify({
    kind: "notification",
    settings: simulations[provider].demoSettings(settings),
    mode: "test",
    keys: [{ id: "key", secret }],
    headers: new Map(Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []))),
    body,
    nowSeconds: Math.floor(Date.now() / 1000),
  }).outcome;
}

describe("send", () => {
  test.each([
    ["adyen", "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"],
    ["praxis", "MerchantSecretKey"],
    ["prahsys", "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz"],
    ["gateway", "gw_demo_secret"],
    ["stripe", "whsec_demo_secret"],
    ["standard-webhooks", "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz"],
  ] as const)("%s: what arrives verifies under the key", async (provider, key) => {
    const { code, out } = await cli("send", provider, "--url", url, "--key", key);
    expect({ code, count: received.length }).toEqual({ code: 0, count: 1 });
    expect(received.map((message) => verdictOf(provider, key, message))).toEqual(["verified"]);
    expect(out).toContain("→ 200");
  });

  test("settings reach the message, with lists by commas", async () => {
    const key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    expect((await cli("send", "adyen", "--url", url, "--key", key, "--setting", "merchantAccounts=Shop_A,Shop_B")).code).toBe(0);
    expect(received.map((message) => verdictOf("adyen", key, message, { merchantAccounts: ["Shop_A"] }))).toEqual(["verified"]);
  });

  test("--duplicate posts the same body twice, --count makes payments of their own", async () => {
    expect((await cli("send", "gateway", "--url", url, "--key", "k", "--count", "3", "--duplicate")).code).toBe(0);
    expect(received).toHaveLength(6);
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(3);
  });

  test("--tamper breaks the signature, and only a refusal is good then", async () => {
    answerWith = (message) => (verdictOf("gateway", "k", message) === "verified" ? 200 : 401);
    expect((await cli("send", "gateway", "--url", url, "--key", "k", "--tamper")).code).toBe(0);
    answerWith = () => 200;
    expect((await cli("send", "gateway", "--url", url, "--key", "k", "--tamper")).code).toBe(1);
  });

  test("a refusal makes the exit code 1", async () => {
    answerWith = () => 401;
    const { code, out } = await cli("send", "gateway", "--url", url, "--key", "k");
    expect(code).toBe(1);
    expect(out).toContain("1 refused");
  });

  test("--json prints one JSON value", async () => {
    const { out } = await cli("send", "gateway", "--url", url, "--key", "k", "--json");
    expect(JSON.parse(out)).toMatchObject({ sent: 1, accepted: 1, asExpected: true, answers: [{ type: "payment.completed", status: 200, body: "noted" }] });
  });

  test("nobody there is one sentence and exit code 1", async () => {
    const { code, complaints } = await cli("send", "gateway", "--url", "http://127.0.0.1:2/x", "--key", "k");
    expect(code).toBe(1);
    expect(complaints).toMatch(/^http:\/\/127\.0\.0\.1:2 did not answer: .+\.$/);
  });
});

describe("a wrong command line is one sentence and exit code 2", () => {
  test.each([
    [["zend"], 'no command "zend"'],
    [["send"], "send needs a provider"],
    [["send", "gatway"], 'no provider "gatway"'],
    [["send", "gateway", "stripe"], '"stripe" is one word too many'],
    [["send", "gateway", "--colour", "red"], "--colour is not an option of send"],
    [["send", "gateway", "--url"], "--url needs a value"],
    [["send", "gateway", "--json=yes"], "--json takes no value"],
    [["send", "gateway", "--key", "k"], "--url is missing"],
    [["send", "gateway", "--url", "ftp://x", "--key", "k"], "--url is"],
    [["send", "gateway", "--url", "http://127.0.0.1:3/"], "The key is missing"],
    [["send", "gateway", "--url", "http://127.0.0.1:3/", "--key-env", "NOT_SET_ANYWHERE"], "NOT_SET_ANYWHERE"],
    [["send", "gateway", "--url", "http://127.0.0.1:3/", "--key", "k", "--count", "many"], "--count is"],
    [["send", "gateway", "--url", "http://127.0.0.1:3/", "--key", "k", "--type", "payment.melted"], "payment.completed"],
    [["send", "gateway", "--url", "http://127.0.0.1:3/", "--key", "k", "--mode", "staging"], "test, live"],
    [["send", "gateway", "--list", "--setting", "colour=red"], 'no setting "colour"'],
    [["send", "gateway", "--list", "--setting", "toleranceSeconds=1"], "toleranceSeconds does not fit"],
    [["send", "adyen", "--url", "http://127.0.0.1:3/", "--key", "short"], "64 hexadecimal digits"],
  ])("%j", async (words, sentence) => {
    const { code, complaints, out } = await cli(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(complaints).toContain(sentence);
    expect(complaints.split("\n")).toHaveLength(1);
  });

  test("with --json the sentence is JSON too", async () => {
    const { code, out } = await cli("send", "gatway", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ error: expect.stringContaining("gatway") as unknown });
  });
});

test("every command explains itself with --help", async () => {
  const { code, out } = await cli("help");
  expect(code).toBe(0);
  for (const name of out.matchAll(/^ {2}([a-z-]+) {2}/gm)) {
    const help = await cli(name[1] ?? "", "--help");
    expect(help.code).toBe(0);
    expect(help.out).toContain("--json");
  }
});
