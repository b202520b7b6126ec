import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { log } from "#lib/platform/log";
import { providerById } from "#lib/providers/registry";
import { AddressCap, failuresAtOnce } from "#lib/receiving/address-cap";
import type { OpenSource } from "#lib/receiving/open-source";
import { createReceive, type ReceiverParts } from "#lib/receiving/receive";
import { RejectionCap, rejectionsKeptPerHour } from "#lib/receiving/rejection-cap";

const gateway = providerById("gateway");
const source: OpenSource = { id: "s", provider: gateway, mode: "test", settings: gateway.settings.parse({}), keys: [], tokenExpiresAtMs: null, rejected: { hour: 0, count: 0 } };

test("a refused request beyond the hour's cap is answered as the others and counted, without a look into its body", async () => {
  let hashed = 0;
  let stored = 0;
  const counted: number[] = [];
  const parts: ReceiverParts = {
    findSource: () => source,
    lastKnownSource: () => null,
    findSourceAgain: () => Promise.resolve(source),
    noteFormerUrl: () => undefined,
    store: () => {
      stored += 1;
      return Promise.resolve({ outcome: "rejected", eventIds: [], isClosedByHand: false });
    },
    countOnly: (_, bytes) => counted.push(bytes),
    rejectionCap: new RejectionCap(),
    addressCap: new AddressCap(),
    get hashKey() {
      hashed += 1;
      return new Uint8Array(32);
    },
    bodyLimitBytes: 1000,
    nowMs: () => 1_000,
    log: log(),
    observe: () => undefined,
  };
  const receive = createReceive(parts);
  const forged = (body: Uint8Array | "too_large" = Buffer.from("{}"), headers: readonly [string, string][] = []) => receive({ kind: "notification", method: "POST", token: "t", headers, body, remoteAddress: null });
  const kept = await forged();
  for (let count = 1; count < rejectionsKeptPerHour; count += 1) await forged();
  expect([stored, hashed, counted]).toEqual([rejectionsKeptPerHour, rejectionsKeptPerHour, []]);
  expect(await forged()).toEqual(kept);
  expect((await forged("too_large")).status).toBe(413);
  expect((await forged(Buffer.from("zipped"), [["content-encoding", "gzip"]])).status).toBe(415);
  expect([stored, hashed, counted]).toEqual([rejectionsKeptPerHour, rejectionsKeptPerHour, [2, 0, 6]]);
});

test("what remembered keys refuse is judged by the keys of that moment, where they can be read", async () => {
  const secret = "the key that was just added";
  const body = Buffer.from('{"id":"1"}');
  const headers = [["x-signature", createHmac("sha256", secret).update(body).digest("hex")]] as const;
  const answered = async (now: OpenSource | null): Promise<number> => {
    const receive = createReceive({
      findSource: () => source,
      lastKnownSource: () => null,
      findSourceAgain: () => Promise.resolve(now),
      noteFormerUrl: () => undefined,
      store: ({ verdict }) => Promise.resolve({ outcome: verdict === "verified" ? "accepted" : "rejected", eventIds: [], isClosedByHand: false }),
      countOnly: () => undefined,
      rejectionCap: new RejectionCap(),
      addressCap: new AddressCap(),
      hashKey: new Uint8Array(32),
      bodyLimitBytes: 1000,
      nowMs: () => 1_000,
      log: log(),
      observe: () => undefined,
    });
    return (await receive({ kind: "notification", method: "POST", token: "t", headers, body, remoteAddress: null })).status;
  };
  const withKey = { ...source, keys: [{ id: "k", secret, activeFromMs: 0, expiresAtMs: null }] };
  expect([await answered(withKey), await answered(source), await answered(null)]).toEqual([200, 401, 401]);
});

test("an address from which a flood comes is told to wait, while what a key vouches for is taken from it as ever", async () => {
  const secret = "the key of the honest";
  const body = Buffer.from('{"id":"1"}');
  const signed = [["x-signature", createHmac("sha256", secret).update(body).digest("hex")]] as const;
  let nowMs = 1_000;
  let stored = 0;
  let counted = 0;
  const receive = createReceive({
    findSource: (token) => (token === "known" ? { ...source, keys: [{ id: "k", secret, activeFromMs: 0, expiresAtMs: null }] } : null),
    lastKnownSource: () => null,
    findSourceAgain: () => Promise.resolve(null),
    noteFormerUrl: () => undefined,
    store: ({ verdict }) => {
      stored += 1;
      return Promise.resolve({ outcome: verdict === "verified" ? "accepted" : "rejected", eventIds: [], isClosedByHand: false });
    },
    countOnly: () => (counted += 1),
    rejectionCap: new RejectionCap(),
    addressCap: new AddressCap(),
    hashKey: new Uint8Array(32),
    bodyLimitBytes: 1000,
    nowMs: () => nowMs,
    log: log(),
    observe: () => undefined,
  });
  const send = (remoteAddress: string, token = "known", headers: readonly (readonly [string, string])[] = []) => receive({ kind: "notification", method: "POST", token, headers, body, remoteAddress });
  const statuses: number[] = [];
  for (let count = 0; count < failuresAtOnce; count += 1) statuses.push((await send("2001:db8::7", count % 2 === 0 ? "known" : "guessed")).status);
  expect(new Set(statuses)).toEqual(new Set([401, 404]));
  const storedBefore = stored;
  for (const [token, address] of [["known", "2001:db8::7"], ["guessed", "2001:db8:0:0:ffff::1"]] as const) {
    const answer = await send(address, token);
    expect([answer.status, answer.headers["retry-after"]]).toEqual([429, "1"]);
  }
  expect([stored, counted]).toEqual([storedBefore, 1]);
  expect((await send("2001:db8::7", "known", signed)).status).toBe(200);
  expect((await send("2001:db8:0:1::7")).status).toBe(401);
  nowMs += 1_000;
  expect((await send("2001:db8::7")).status).toBe(401);
});
