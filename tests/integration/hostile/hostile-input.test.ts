import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RawReply, sendRaw } from "../../runner/raw-http.ts";
import { bodyCases } from "./body-cases.ts";
import { type DoorName, doorNames, type Doors, openDoors } from "./doors.ts";
import { headerCases } from "./header-cases.ts";
import type { HostileCase } from "./hostile-case.ts";
import { signatureCases } from "./signature-cases.ts";
import { gatewayBody, gatewayRequest, praxisMessage, rawRequest } from "./signed-message.ts";

const cardNumber = "4111111111111111";
const startLimitMs = 240_000;
/** Ten seconds for headers, thirty for a request, checked every two. */
const slowLimitMs = 40_000;

let doors: Doors;
/** Senders that never end; begun first, so that the others are tried meanwhile. */
let slow: Record<DoorName, { headers: Promise<RawReply>; body: Promise<RawReply> }>;

beforeAll(async () => {
  doors = await openDoors();
  const trickle = (door: DoorName): (typeof slow)[DoorName] => {
    const { port } = doors.servers[door];
    const drops = Array.from({ length: slowLimitMs / 1000 }, () => ({ bytes: "a", afterMs: 1000 }));
    return {
      headers: sendRaw(port, [{ bytes: "POST /api/webhooks/x HTTP/1.1\r\nX-Slow: " }, ...drops], slowLimitMs),
      body: sendRaw(port, [...rawRequest(doors.sources.gateway, { contentLength: 1000 }), ...drops], slowLimitMs),
    };
  };
  slow = { "the fast door": trickle("the fast door"), "the Next route": trickle("the Next route") };
}, startLimitMs);

afterAll(() => doors.close(), 30_000);

describe.each(doorNames)("hostile input at %s", (door) => {
  const send = (hostile: Pick<HostileCase, "send">): Promise<RawReply> => sendRaw(doors.servers[door].port, hostile.send(doors.sources));

  describe.each([
    ["bodies", bodyCases],
    ["headers", headerCases],
    ["signatures", signatureCases],
  ] as const)("%s", (_, cases) => {
    it.each(cases.map((hostile) => [hostile.name, hostile] as const))("%s gets its documented answer", async (_name, hostile) => {
      const reply = await send(hostile);
      const expected = typeof hostile.status === "number" ? [hostile.status] : hostile.status;
      expect(expected, `the answer was ${String(reply.status)} ${reply.body.slice(0, 300)}`).toContain(reply.status);
      expect(reply.body).toContain(hostile.answer ?? "");
      expect(await latestOutcome()).toMatch(hostile.outcome ?? /^[a-z]+$/);
    });
  });

  it("a refusal tells the sender nothing of its reason", async () => {
    const refused = await Promise.all(signatureCases.filter(({ status, name }) => status === 401 && !/^(Stripe|Standard)/.test(name)).map(send));
    expect(new Set(refused.map(({ body }) => body)).size).toBe(1);
  });

  it("the same request again, at once or later, is one event", async () => {
    const request = gatewayRequest(doors.sources.gateway, { body: gatewayBody() });
    const replies = await Promise.all(Array.from({ length: 8 }, () => sendRaw(doors.servers[door].port, request)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ body }) => /evt_[0-9a-z-]+/i.exec(body)?.[0])).size).toBe(1);
  });

  it("the same id with another body is answered like a duplicate and kept as a conflict", async () => {
    const body = gatewayBody();
    const first = await send({ send: ({ gateway }) => gatewayRequest(gateway, { body }) });
    const second = await send({ send: ({ gateway }) => gatewayRequest(gateway, { body: body.replace("2599", "9925") }) });
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await latestOutcome()).toBe("conflict");
  });

  it("a request of one source is refused at another", async () => {
    const body = gatewayBody();
    const [honest] = gatewayRequest(doors.sources.gateway, { body });
    const moved = Buffer.from(honest?.bytes ?? "").toString("latin1").replace(doors.sources.gateway.token, doors.sources.other.token);
    expect((await sendRaw(doors.servers[door].port, [{ bytes: Buffer.from(moved, "latin1") }])).status).toBe(401);
  });

  it("a body that is cut off in the middle is nowhere", async () => {
    const before = await requestCount();
    const { port } = doors.servers[door];
    await sendRaw(port, gatewayRequest(doors.sources.gateway, { contentLength: 5000 }), 300);
    await sleep(200);
    expect(await requestCount()).toBe(before);
  });

  it("what a stranger says about its address is not believed, and its credentials are not kept", async () => {
    await send({ send: ({ gateway }) => gatewayRequest(gateway, { headers: ["X-Forwarded-For: 203.0.113.9", "X-Countersign-Remote-Address: 203.0.113.9", "Authorization: Bearer canary-of-another-system", "Cookie: a=canary-of-another-system"] }) });
    const { rows } = await doors.database.pool.query<{ remote_address: string; headers: unknown }>("select remote_address, headers from requests order by id desc limit 1");
    expect(rows[0]?.remote_address).toBe("127.0.0.1");
    expect(JSON.stringify(rows[0]?.headers)).not.toMatch(/canary-of-another-system|"x-countersign|nonce/i);
  });

  it("GET and HEAD say the same for a token that exists and one that does not", async () => {
    for (const method of ["GET", "HEAD"]) {
      const known = await send({ send: ({ gateway }) => rawRequest(gateway, { method, headers: ["Connection: close"] }) });
      const unknown = await send({ send: ({ gateway }) => rawRequest(gateway, { method, headers: ["Connection: close"], target: "/api/webhooks/unknown" }) });
      expect([known.status, unknown.status, known.body === unknown.body]).toEqual([200, 200, true]);
    }
  });

  it("a card number is neither kept nor logged", async () => {
    const reply = await send({ send: ({ gateway }) => gatewayRequest(gateway, { body: gatewayBody({ card: { number: cardNumber }, note: `paid with ${cardNumber}` }) }) });
    expect(reply.status).toBe(200);
    const { rows } = await doors.database.pool.query<{ kept: string }>("select encode(body, 'escape') as kept from requests order by id desc limit 1");
    expect(rows[0]?.kept).not.toContain(cardNumber);
    expect(doors.servers[door].output()).not.toContain(cardNumber);
  });

  it("a sender of endless headers is cut off with 408", async () => expect((await slow[door].headers).status).toBe(408), slowLimitMs + 5_000);
  it("a sender of an endless body is cut off", async () => expect([0, 408]).toContain((await slow[door].body).status), slowLimitMs + 5_000);

  it("after all of this it still takes honest messages, and its log holds no error and no secret", async () => {
    expect((await send({ send: ({ gateway }) => gatewayRequest(gateway) })).status).toBe(200);
    const output = doors.servers[door].output();
    for (const { secret, token } of Object.values(doors.sources)) {
      expect(output).not.toContain(secret);
      expect(output).not.toContain(token);
    }
    expect(output).not.toContain("canary-of-another-system");
    expect(output.split("\n").filter((line) => /"level":[56]0|unhandled|TypeError|RangeError/i.test(line))).toEqual([]);
  });
});

describe("both doors", () => {
  const lines = ["X-Twice: 1", "x-twice: 2", "User-Agent: one", "User-Agent: two", "X-Empty:", "X-Latin: caf\u00e9", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Host: elsewhere.test", "rsc: 1", "next-action: a"];
  const compared = ["content-type", "cache-control", "x-content-type-options", "connection", "allow", "retry-after"];
  const atEach = async (send: HostileCase["send"]): Promise<readonly RawReply[]> => Promise.all(doorNames.map((door) => sendRaw(doors.servers[door].port, send(doors.sources))));

  it("keep the lines that the sender wrote, and no others", async () => {
    const before = await requestCount();
    await atEach(({ gateway }) => gatewayRequest(gateway, { headers: lines }));
    const { rows } = await doors.database.pool.query<{ headers: [string, string][] }>("select headers from requests order by id desc limit 2");
    expect(await requestCount()).toBe(before + 2);
    const [one = [], other = []] = rows.map(({ headers }) => headers.filter(([name]) => name !== "X-Signature"));
    expect(one).toEqual(other);
    expect(one.map(([name]) => name)).toEqual(expect.arrayContaining(["X-Twice", "x-twice", "X-Forwarded-Host", "rsc"]));
    expect(one).toHaveLength(3 + lines.length);
  });

  it.each([
    ["an honest message", ({ gateway }) => gatewayRequest(gateway)],
    ["a forged one", ({ gateway }) => gatewayRequest(gateway, { signature: [] })],
    ["Praxis' own", ({ praxis }) => rawRequest(praxis, praxisMessage(praxis.secret))],
    ["an unknown address", ({ gateway }) => rawRequest(gateway, { target: "/api/webhooks/unknown" })],
    ["another method", ({ gateway }) => gatewayRequest(gateway, { method: "DELETE" })],
    ["a method that Next does not know", ({ gateway }) => gatewayRequest(gateway, { method: "TRACE" })],
  ] satisfies [string, HostileCase["send"]][])("answer %s in the same way", async (_, send) => {
    const [fast, next] = (await atEach(send)).map(({ status, headers }) => [status, ...compared.map((name) => headers.get(name))]);
    expect(next).toEqual(fast);
  });
});

async function latestOutcome(): Promise<string | undefined> {
  const { rows } = await doors.database.pool.query<{ outcome: string }>("select outcome from requests order by id desc limit 1");
  return rows[0]?.outcome;
}

async function requestCount(): Promise<number> {
  const { rows } = await doors.database.pool.query<{ count: string }>("select count(*) from requests");
  return Number(rows[0]?.count);
}
