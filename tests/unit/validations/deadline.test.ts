import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { log, setLogLevel } from "#lib/platform/log";
import { providerById } from "#lib/providers/registry";
import { AddressCap } from "#lib/receiving/address-cap";
import type { OpenSource } from "#lib/receiving/open-source";
import { RejectionCap } from "#lib/receiving/rejection-cap";
import { late } from "#lib/validations/deadline";
import type { OpenRules } from "#lib/validations/open-rules";
import { RuleCache } from "#lib/validations/rule-cache";
import { bodyInTime, createValidate, type ValidatorParts } from "#lib/validations/validate";
import { HeldUpLoop } from "#tests/support/held-up-loop";
import { praxisSecret, praxisSettings, signValidation, validationBody, verifiedAnswer } from "#tests/support/praxis-validation";

const praxis = providerById("praxis");
const source: OpenSource = { id: "0198c0de-0000-7000-8000-000000000001", provider: praxis, mode: "test", settings: praxis.settings.parse(praxisSettings), keys: [{ id: "k", secret: praxisSecret, activeFromMs: 0, expiresAtMs: null }], tokenExpiresAtMs: null, rejected: { hour: 0, count: 0 } };
const fallback = { action: "decline", status: 9, description: "Please try again later" } as const;
const handOver = { action: "handOver", url: "https://shop.example/ask" } as const;

function rulesWith(deadlineMs: number): OpenRules {
  return { active: { id: "0198c0de-0000-7000-8000-000000000002", version: 1, body: { rules: [{ name: "velocity", when: { velocity: { measure: "count", per: "card", withinSeconds: 600 }, op: "gt", value: 5 }, then: handOver }], default: handOver, fallback, deadlineMs }, velocities: [], lists: new Set() }, shadow: null, timeZone: "UTC", secrets: [] };
}

/** What breaks: `null` never comes. */
interface Trouble {
  readonly bodyMs: number | null;
  readonly sourceMs: number | null;
  readonly rulesMs: number | null;
  readonly decideMs: number | null;
  readonly fails: boolean;
  readonly merchantMs: number | null;
}

function partsIn(loop: HeldUpLoop, trouble: Trouble, rules: OpenRules): ValidatorParts {
  const cache = new RuleCache(() => Promise.resolve(rules), () => true, () => 0);
  return {
    receiving: {
      findSource: () => (trouble.sourceMs === 0 ? source : loop.later(trouble.sourceMs, () => source)),
      lastKnownSource: () => source,
      findSourceAgain: () => loop.later(trouble.sourceMs, () => source),
      store: () => loop.later<never>(null, () => { throw new Error("never"); }),
      countOnly: () => undefined,
      noteFormerUrl: () => undefined,
      rejectionCap: new RejectionCap(),
      addressCap: new AddressCap(),
      hashKey: new Uint8Array(32),
      bodyLimitBytes: 1_048_576,
      nowMs: () => 1_700_000_000_000 + loop.nowMs,
      log: log(),
      observe: () => undefined,
    },
    rules: Object.assign(cache, { find: () => (trouble.rulesMs === 0 ? rules : loop.later(trouble.rulesMs, () => rules)), lastKnown: () => rules }),
    decide: () => loop.later(trouble.decideMs, () => {
      if (trouble.fails) throw new Error("the database went away");
      return { kind: "handOver", verdict: { index: null, rule: null, action: handOver }, url: handOver.url };
    }),
    handOver: (_, __, withinMs) => loop.later(trouble.merchantMs === null ? withinMs : Math.min(trouble.merchantMs, withinMs), () => ({ outcome: "answered", statusCode: 200, durationMs: 1, said: { action: "approve", status: 0, description: "Ok" } })),
    findSettled: () => Promise.resolve(null),
    keep: () => undefined,
    finish: () => undefined,
    onUnrecorded: () => undefined,
    onAnswer: () => undefined,
    log: log(),
  };
}

setLogLevel("silent");
let loop: HeldUpLoop;
afterEach(() => loop.end());

const delay = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 15_000 }), fc.constant(null));
const troubles = fc.record({ bodyMs: delay, sourceMs: delay, rulesMs: delay, decideMs: delay, fails: fc.boolean(), merchantMs: delay });

test("whatever hangs, and however the event loop is held up by up to half a second at a time, the answer is there before the deadline, and signed", async () => {
  await fc.assert(
    fc.asyncProperty(troubles, fc.constantFrom(1_500, 2_500, 4_000, 10_000), fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 12 }), async (trouble, deadlineMs, slices) => {
      loop = new HeldUpLoop();
      try {
        const parts = partsIn(loop, trouble, rulesWith(deadlineMs));
        const cameMs = loop.nowMs;
        // Over a connection that was open, nothing tells how long it lay there.
        loop.nowMs += slices[0] ?? 0;
        const firstByteMs = loop.nowMs;
        const text = validationBody();
        let answeredMs: number | null = null;
        const answer = (async () => {
          const body = await bodyInTime(parts, "token-of-the-source", firstByteMs, loop.later(trouble.bodyMs, () => Buffer.from(text)));
          const said = body === late ? null : await createValidate(parts)({ token: "token-of-the-source", method: "POST", headers: Object.entries(signValidation(text)), body, remoteAddress: null, firstByteMs });
          answeredMs = loop.nowMs;
          return said;
        })();
        for (let turn = 1; answeredMs === null && turn < 100_000; turn += 1) await loop.turn(slices[turn % slices.length] === 0 ? 1 : (slices[turn % slices.length] ?? 1));
        const said = await answer;
        // 408 is said by nobody's key.
        expect([0, fallback.status, 408]).toContain(said === null ? 408 : verifiedAnswer(said).status);
        expect((answeredMs ?? Infinity) - cameMs).toBeLessThan(deadlineMs);
      } finally {
        loop.end();
      }
    }),
    { numRuns: 300 },
  );
});

test("a fault of ours while deciding is answered by the fallback, signed", async () => {
  loop = new HeldUpLoop();
  const parts = partsIn(loop, { bodyMs: 0, sourceMs: 0, rulesMs: 0, decideMs: 0, fails: false, merchantMs: 0 }, { ...rulesWith(2_500), timeZone: "Mars/Olympus" });
  const text = validationBody();
  const answer = await createValidate(parts)({ token: "token-of-the-source", method: "POST", headers: Object.entries(signValidation(text)), body: Buffer.from(text), remoteAddress: null, firstByteMs: loop.nowMs });
  expect(verifiedAnswer(answer)).toEqual({ status: fallback.status, description: fallback.description });
});
