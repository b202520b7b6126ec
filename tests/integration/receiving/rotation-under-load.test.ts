import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { addKey } from "#lib/sources/add-key";
import { createSource } from "#lib/sources/create-source";
import { revokeKey } from "#lib/sources/revoke-key";
import { signedInPerson, steppedUp } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let admin: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  admin = steppedUp((await signedInPerson(db, "admin")).actor);
});
afterAll(() => door.close());

const rounds = 7;
const roundMs = 1_000;
const tickMs = 10;
const messagesPerTick = 3;
/** A machine that is busy gets fewer messages, not a queue of them. */
const mostInFlight = 60;
/** As many as each of two keys verifies before a round ends, however long that takes. */
const leastOfEach = 20;

interface Rotated {
  readonly id: string;
  readonly secret: string;
  readonly addedAtMs: number;
  revokingAtMs: number;
  revokedAtMs: number;
}

interface Sent {
  readonly key: Rotated;
  readonly sentAtMs: number;
  answeredAtMs: number;
  status: number;
}

/** Sends all the time: with the two newest keys in turn, and every tenth message with one that was revoked. */
function startSending(token: string, keys: readonly Rotated[]) {
  const sent: Sent[] = [];
  let serial = 0;
  let inFlight = 0;
  const pick = (): Rotated | undefined => {
    const revoked = keys.slice(0, -2);
    return serial % 10 === 0 && revoked.length > 0 ? revoked[Math.floor(serial / 10) % revoked.length] : keys.at(serial % 2 === 0 ? -1 : -2);
  };
  const send = async (key: Rotated): Promise<void> => {
    const body = `{"id":"evt_${String(serial)}"}`;
    const message: Sent = { key, sentAtMs: performance.now(), answeredAtMs: Number.POSITIVE_INFINITY, status: 0 };
    inFlight += 1;
    const { status } = await door.post(token, gatewayHeaders(key.secret, body), body);
    inFlight -= 1;
    sent.push(Object.assign(message, { status, answeredAtMs: performance.now() }));
  };
  const timer = setInterval(() => {
    for (let count = 0; count < messagesPerTick && inFlight < mostInFlight; count += 1) {
      serial += 1;
      const key = pick();
      if (key !== undefined) void send(key);
    }
  }, tickMs);
  const drained = async (): Promise<readonly Sent[]> => {
    clearInterval(timer);
    while (inFlight > 0) await sleep(5);
    return sent;
  };
  return { sent, drained };
}

test("keys rotated every second under load: nothing valid is refused, nothing revoked is accepted a second after its commit", { timeout: 90_000 }, async () => {
  const keys: Rotated[] = [];
  const secretOf = (number: number): string => `the key number ${String(number)} of this source`;
  const keep = (id: string, number: number): void => void keys.push({ id, secret: secretOf(number), addedAtMs: performance.now(), revokingAtMs: Number.POSITIVE_INFINITY, revokedAtMs: Number.POSITIVE_INFINITY });
  const source = await createSource(admin, { provider: "gateway", name: "Shop", mode: "test", keys: [{ secret: secretOf(0) }] });
  keep(source.keys[0]?.id ?? "", 0);
  keep((await addKey(admin, { sourceId: source.id, secret: secretOf(1) })).id, 1);
  const { sent, drained } = startSending(source.token ?? "", keys);

  for (let number = 2; number < rounds + 2; number += 1) {
    const [old, newer] = keys.slice(-2);
    const startedAtMs = performance.now();
    const answered = (key: Rotated | undefined): number => sent.filter((message) => message.key === key && message.status === 200).length;
    const before = [answered(old), answered(newer)];
    await expect
      .poll(() => performance.now() - startedAtMs >= roundMs && answered(old) >= (before[0] ?? 0) + leastOfEach && answered(newer) >= (before[1] ?? 0) + leastOfEach, { timeout: 20_000, interval: 20 })
      .toBe(true);
    keep((await addKey(admin, { sourceId: source.id, secret: secretOf(number) })).id, number);
    if (old === undefined) throw new Error("there were not two keys");
    old.revokingAtMs = performance.now();
    await revokeKey(admin, { sourceId: source.id, keyId: old.id, force: true });
    old.revokedAtMs = performance.now();
  }
  // The last one that was revoked gets its second too.
  const late = (): Sent[] => sent.filter(({ key, sentAtMs }) => sentAtMs >= key.revokedAtMs + 1_000);
  await expect.poll(() => late().length, { timeout: 20_000, interval: 50 }).toBeGreaterThan(leastOfEach);
  const all = await drained();

  // 503 is "come again", which a busy machine may say.
  expect(all.map(({ status }) => status).filter((status) => ![200, 401, 503].includes(status))).toEqual([]);
  const valid = all.filter(({ key, sentAtMs, answeredAtMs }) => sentAtMs >= key.addedAtMs && answeredAtMs <= key.revokingAtMs);
  expect(valid.length).toBeGreaterThan(rounds * 2 * leastOfEach);
  expect(valid.filter(({ status }) => status === 401).map(({ key, sentAtMs }) => `${key.secret}, ${String(Math.round(sentAtMs - key.addedAtMs))} ms after it was added`)).toEqual([]);
  expect(late().filter(({ status }) => status === 200).map(({ key, sentAtMs }) => `${key.secret}, ${String(Math.round(sentAtMs - key.revokedAtMs))} ms after it was revoked`)).toEqual([]);
});
