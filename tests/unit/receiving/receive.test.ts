import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { log } from "#lib/platform/log";
import { providerById } from "#lib/providers/registry";
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
    findSourceAgain: () => Promise.resolve(source),
    noteFormerUrl: () => undefined,
    store: () => {
      stored += 1;
      return Promise.resolve({ outcome: "rejected", eventIds: [], isClosedByHand: false });
    },
    countOnly: (_, bytes) => counted.push(bytes),
    rejectionCap: new RejectionCap(),
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
      findSourceAgain: () => Promise.resolve(now),
      noteFormerUrl: () => undefined,
      store: ({ verdict }) => Promise.resolve({ outcome: verdict === "verified" ? "accepted" : "rejected", eventIds: [], isClosedByHand: false }),
      countOnly: () => undefined,
      rejectionCap: new RejectionCap(),
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
