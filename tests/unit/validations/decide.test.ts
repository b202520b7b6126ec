import { expect, test } from "vitest";
import { newId } from "#lib/platform/ids";
import { log, setLogLevel } from "#lib/platform/log";
import { keyRing, generateKeyRingText } from "#lib/platform/seal";
import type { Attempt } from "#lib/validations/attempt";
import { candidate } from "#lib/validations/candidate";
import { decide } from "#lib/validations/decide";
import { openRules } from "#lib/validations/open-rules";

setLogLevel("silent");
const attempt: Attempt = {
  amount: null, currency: null, country: "KP", paymentMethod: null, cardBrand: null, bin: null, lastFour: null, card: null, customer: null, emailDomain: null,
  avsAlert: null, verificationAlert: null, intent: null, variable1: null, variable2: null, variable3: null, hour: 0, orderId: null,
};
const row = (state: "active" | "shadow", rules: unknown) => ({ id: newId(), version: 1, state, rules, default: { action: "approve" }, fallback: { action: "decline", status: 9, description: "Later" }, deadlineMs: 2_500 });
const blocked = [{ name: "Blocked", when: { field: "country", op: "eq", value: "KP" }, then: { action: "decline", status: 3, description: "Not there" } }];

test.each([
  ["asks what only the database knows", [{ name: "Often", when: { velocity: { measure: "count", per: "country", withinSeconds: 60 }, op: "gt", value: 1 }, then: { action: "approve" } }]],
  ["cannot be read", [{ name: "From another time", when: { moon: "full" } }]],
])("while the database is away a set that runs beside the active one changes nothing, though it %s", async (_what, rules) => {
  const open = openRules({ time_zone: "UTC", secrets: [], sets: [row("active", blocked), row("shadow", rules)] }, keyRing(generateKeyRingText()));
  const asked = candidate({ id: newId(), atMs: 1, sourceId: newId(), requestId: newId(), mode: "test", bodyHash: new Uint8Array(32), attempt, customerHash: null, rules: open, elapsedMs: () => 1 });
  const parts = { decide: () => Promise.reject(new Error("the database is away")), handOver: () => expect.fail("nobody is asked"), findSettled: () => Promise.resolve(null), finish: () => undefined, onUnrecorded: () => undefined, log: log() };
  expect(await decide(parts, asked, performance.now() + 10_000)).toMatchObject({ said: { action: "decline", status: 3 }, fallbackUsed: false });
});

test("a set that decides and cannot be read is a fault, which is answered by the fallback", () => {
  expect(() => openRules({ time_zone: "UTC", secrets: [], sets: [row("active", [{ name: "From another time" }])] }, keyRing(generateKeyRingText()))).toThrow(/name|when|then/);
});
