import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type DeliveryReceiver, openDeliveryReceiver } from "#lib/simulator/delivery-receiver";
import { controlPath } from "#lib/simulator/receiver-control";
import { signDelivery } from "#lib/signing/sign-delivery";
import { cli } from "#tests/support/run-cli";

let server: Server;
let url = "";
let bodies: string[] = [];
let answerWith = (_body: string, _count: number): number => 200;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      bodies.push(body);
      response.writeHead(answerWith(body, bodies.length)).end("noted");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/webhooks/demo`;
});
afterAll(() => server.close());
beforeEach(() => {
  bodies = [];
  answerWith = () => 200;
});

const story = (...more: readonly string[]) => cli("send", "gateway", "--url", url, "--key", "k", "--story", "refund-in-parts", ...more);
const typeOf = (body: string): string => /"event":"([^"]+)"/.exec(body)?.[1] ?? "none";

describe("send --story", () => {
  test("tells the story in order and says how it should end", async () => {
    const { code, out } = await story("--seed", "one");
    expect(code).toBe(0);
    expect(bodies.map(typeOf)).toEqual(["payment.completed", "refund.initiated", "refund.completed", "refund.initiated", "refund.completed"]);
    expect(out).toMatch(/Should end as payment pay_\w+: partially_refunded, authorized \d+\.\d\d, captured \d+\.\d\d, refunded \d+\.\d\d [A-Z]{3}\./);
    const first = bodies.map((body) => body.replaceAll(/"created_at":"[^"]*"/g, ""));
    bodies = [];
    await story("--seed", "one");
    expect(bodies.map((body) => body.replaceAll(/"created_at":"[^"]*"/g, ""))).toEqual(first);
  });

  test("by a clock that is sped up, refused messages come again on the provider's schedule", async () => {
    answerWith = (_body, count) => (count <= 2 ? 503 : 200);
    const { code, out } = await story("--speed", "100000000");
    expect(code).toBe(0);
    expect(out).toContain("payment.completed → 503, 503, 200");
    expect(bodies).toHaveLength(7);
  });

  test("forged, it is good when everything is refused", async () => {
    answerWith = () => 401;
    expect(await story("--misbehave", "wrong-key")).toMatchObject({ code: 0 });
    answerWith = () => 200;
    const { code, out } = await story("--misbehave", "tamper", "--json");
    expect(code).toBe(1);
    expect(z.looseObject({ asExpected: z.boolean(), payments: z.array(z.looseObject({ ends: z.array(z.unknown()) })) }).parse(JSON.parse(out))).toMatchObject({ asExpected: false, payments: [{ ends: [] }] });
  });

  test("nobody there is no good end, however it was to be told", async () => {
    for (const how of ["wrong-key", "truncate"]) {
      const { code, complaints } = await cli("send", "gateway", "--url", "http://127.0.0.1:1/nobody", "--key", "k", "--story", "sale", "--misbehave", how);
      expect({ how, code }).toEqual({ how, code: 1 });
      expect(complaints).toContain("did not answer");
    }
  });

  test("twice, for several payments", async () => {
    expect(await story("--misbehave", "duplicate", "--count", "2")).toMatchObject({ code: 0 });
    expect(bodies).toHaveLength(20);
    expect(new Set(bodies).size).toBe(10);
  });

  test("lists what there is", async () => {
    const { code, out } = await cli("send", "praxis", "--stories");
    expect(code).toBe(0);
    expect(out).toMatch(/payout-rejected .*\n/);
    expect(out).toMatch(/two-bodies /);
  });

  test.each([
    [["--misbehave", "sulk"], '--misbehave is "sulk", but should be one of: duplicate'],
    [["--misbehave", "old-key"], "--former-key"],
    [["--tamper"], "--misbehave says how"],
    [["--speed", "0"], "--speed is"],
  ] as const)("%s is refused in words", async (words, sentence) => {
    const { code, complaints } = await story(...words);
    expect(code).toBe(2);
    expect(complaints).toContain(sentence);
    expect(bodies).toEqual([]);
  });

  test("an unknown story, and an option without one, are refused in words", async () => {
    expect(await cli("send", "gateway", "--url", url, "--key", "k", "--story", "chargeback")).toMatchObject({ code: 2, complaints: expect.stringContaining("It tells: sale") as string });
    expect(await cli("send", "gateway", "--url", url, "--key", "k", "--misbehave", "tamper")).toMatchObject({ code: 2, complaints: expect.stringContaining("goes with --story") as string });
  });
});

const secret = "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz";
const nowMs = 1_767_225_600_000;

describe("a receiver", () => {
  let receiver: DeliveryReceiver;
  beforeEach(async () => {
    receiver = await openDeliveryReceiver({ host: "127.0.0.1", port: 0, secrets: [secret], failure: null, nowMs: () => nowMs });
  });
  afterEach(() => receiver.close());

  const deliver = (more: { readonly format?: "normalized" | "original"; readonly secrets?: readonly [string, ...string[]]; readonly body?: string; readonly late?: number } = {}) => {
    const { format = "normalized", secrets = [secret], body = '{"id":"evt_1"}', late = 0 } = more;
    const headers = signDelivery({ id: "evt_1", timestampSeconds: nowMs / 1000 - late, body: Buffer.from('{"id":"evt_1"}'), secrets, format });
    return fetch(receiver.url, { method: "POST", headers: { ...headers, "countersign-event": "payment.completed" }, body });
  };
  const control = (body: string, type = "application/json") => fetch(new URL(controlPath, receiver.url), { method: "POST", headers: { "content-type": type }, body });
  const other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  test("takes what is signed by one of its secrets, in both formats, and counts it", async () => {
    expect((await deliver()).status).toBe(200);
    expect((await deliver({ format: "original" })).status).toBe(200);
    expect((await deliver({ secrets: [other, secret] })).status).toBe(200);
    expect(receiver.state).toMatchObject({ taken: 3, refused: 0 });
  });

  test("agrees with the official library on what is signed", () => {
    const body = '{"id":"evt_1"}';
    const signed = signDelivery({ id: "evt_1", timestampSeconds: Math.floor(Date.now() / 1000), body: Buffer.from(body), secrets: [secret], format: "normalized" });
    expect(new Webhook(secret).verify(body, signed)).toEqual({ id: "evt_1" });
  });

  test.each([
    ["another secret", { secrets: [other] }],
    ["another body", { body: '{"id":"evt_2"}' }],
    ["a time too long ago", { late: 301 }],
  ] as const)("refuses %s", async (_name, more) => {
    expect((await deliver(more)).status).toBe(401);
    expect((await fetch(receiver.url, { method: "POST", body: "{}" })).status).toBe(401);
    expect(receiver.state).toMatchObject({ taken: 0, refused: 2 });
  });

  test("fails as it is told, as often as it is told", async () => {
    expect((await control('{"fail":"503","times":2}')).status).toBe(200);
    expect([(await deliver()).status, (await deliver()).status, (await deliver()).status]).toEqual([503, 503, 200]);
    await control('{"fail":"reset"}');
    await expect(deliver()).rejects.toThrow("fetch failed");
    await control('{"fail":"none"}');
    expect((await deliver()).status).toBe(200);
    expect(await (await fetch(new URL(controlPath, receiver.url))).json()).toEqual({ fail: "none", times: null, taken: 2, refused: 0, failed: 3 });
  });

  test("never answers while it is told to time out", async () => {
    await control('{"fail":"timeout"}');
    const asked = new AbortController();
    const waiting = fetch(receiver.url, { method: "POST", body: "{}", signal: asked.signal });
    await expect.poll(() => receiver.state.failed).toBe(1);
    asked.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });

  test("is controlled by JSON alone, which pages of other sites cannot send", async () => {
    expect((await control('{"fail":"500"}', "text/plain")).status).toBe(415);
    expect((await control('{"fail":"perhaps"}')).status).toBe(400);
    expect((await control("fail")).status).toBe(400);
    expect(receiver.state.failure).toBeNull();
  });
});

describe("the receiver command", () => {
  test("ends after --count and tells what came", async () => {
    const listening = createServer();
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const { port } = listening.address() as AddressInfo;
    const taken = await cli("receiver", "--port", String(port), "--secret", secret);
    expect(taken).toMatchObject({ code: 1, complaints: expect.stringContaining("Choose another --port") as string });
    await new Promise((resolve) => listening.close(resolve));
    const running = cli("receiver", "--port", String(port), "--secret", secret, "--count", "1", "--json");
    const headers = signDelivery({ id: "evt_1", timestampSeconds: Math.floor(Date.now() / 1000), body: Buffer.from("{}"), secrets: [secret], format: "normalized" });
    await expect.poll(() => fetch(`http://127.0.0.1:${String(port)}/hook`, { method: "POST", headers, body: "{}" }).then(({ status }) => status, () => null)).toBe(200);
    expect(await running).toMatchObject({ code: 0, out: '{"deliveries":1,"taken":1,"refused":0,"failed":0}' });
  });

  test.each([
    [[], "secret is missing"],
    [["--secret", "letmein"], "whsec_"],
    [["--secret", secret, "--fail", "sometimes"], "--fail is"],
  ] as const)("%s is refused in words", async (words, sentence) => {
    expect(await cli("receiver", ...words)).toMatchObject({ code: 2, complaints: expect.stringContaining(sentence) as string });
  });
});
