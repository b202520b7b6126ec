import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { providers } from "#lib/providers/registry";
import { seededRandom } from "#lib/simulator/randomness";
import { simulations } from "#lib/simulator/registry";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { storiesOf } from "#lib/simulator/stories";
import { durationSeconds, tellStory } from "#lib/simulator/tell-story";
import type { StatedTransaction } from "#lib/simulator/story";
import { fold, type FoldedTransaction } from "#lib/transactions/fold";
import type { FoldMessage } from "#lib/transactions/fold-input";
import { groupByPayment } from "#lib/transactions/payment-groups";
import { demoAccounts } from "../../fixtures/accounts.ts";

const startSeconds = 1_767_225_600;

const told = demoAccounts.flatMap((account) => {
  const settings = simulations[account.provider].demoSettings(account.settings);
  return storiesOf(account.provider, settings).map((story) => {
    const payment = simulatePayment(seededRandom(`${account.name} ${story.id}`), startSeconds);
    return { ...account, settings, story, payment, title: `${account.name}: ${story.id}` };
  });
});

type Told = (typeof told)[number];

function messagesOf({ story, settings, payment, provider, secret }: Told): readonly FoldMessage[] {
  return tellStory(story, { settings, mode: "test", payment, startSeconds, seed: "stories" }).messages.map(({ message, atSeconds }, index) => {
    const { headers, body } = message.sign([secret], atSeconds);
    const known = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const { event, payment: reading } = providers[provider].read({ settings, mode: "test", headers: known, body, itemIndex: 0 });
    return { eventId: `evt_${String(index)}`, identity: createHash("sha256").update(body).digest("hex"), contentHash: null, references: event.references, isAfterClose: false, reading };
  });
}

function statementOf({ reference, kind, foldedStatus, dispute, amount, amounts, anomalies }: FoldedTransaction): object {
  return {
    reference,
    kind,
    status: foldedStatus,
    dispute,
    currency: amount?.currency,
    authorizedMinor: amounts.authorized?.amountMinor,
    capturedMinor: amounts.captured?.amountMinor,
    refundedMinor: amounts.refunded?.amountMinor,
    disputedMinor: amounts.disputed?.amountMinor,
    anomalies: anomalies.map(({ code }) => code),
  };
}

const byReference = (a: { reference: string }, b: { reference: string }): number => (a.reference < b.reference ? -1 : 1);

describe.each(told)("$title", (story) => {
  const ends: readonly StatedTransaction[] = story.story.course(story.payment).ends;

  test("ends as it says", () => {
    const folded = [...groupByPayment(messagesOf(story))].flatMap(([reference, messages]) => fold({ provider: story.provider, reference, messages }) ?? []);
    expect(folded.sort(byReference).map(statementOf)).toEqual([...ends].sort(byReference).map((end) => ({ ...end, anomalies: [] })));
  });

  test("is told alike every time, and a twin keeps the identity with another content", () => {
    const tell = () => tellStory(story.story, { settings: story.settings, mode: "test", payment: story.payment, startSeconds, seed: "again" });
    const bodies = tell().messages.map(({ message }) => Buffer.from(message.sign([story.secret], startSeconds).body).toString());
    expect(tell().messages.map(({ message }) => Buffer.from(message.sign([story.secret], startSeconds).body).toString())).toEqual(bodies);
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(durationSeconds(story.story, story.payment)).toBe((tell().messages.at(-1)?.atSeconds ?? 0) - (tell().messages[0]?.atSeconds ?? 0));
    for (const { message, twin } of tell().messages) {
      if (message.type.startsWith("subscription.")) continue;
      const [own, other] = [message, twin()].map((one) => identityOf(story, one.sign([story.secret], startSeconds)));
      expect(other?.identity).toEqual(own?.identity);
      expect(other?.content).not.toEqual(own?.content);
    }
  });
});

function identityOf({ provider, settings, secret }: Told, { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }) {
  const verdict = providers[provider].verify({
    kind: "notification", settings, mode: "test", keys: [{ id: "key", secret }], headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])), body, nowSeconds: startSeconds,
  });
  expect(verdict.outcome).toBe("verified");
  return verdict.outcome === "verified" ? verdict.items[0] : null;
}

test("every message that a provider can send belongs to a story, or is a variant that tests and people send alone", () => {
  for (const account of demoAccounts) {
    const settings = simulations[account.provider].demoSettings(account.settings);
    const types = simulations[account.provider].types(settings);
    const used = storiesOf(account.provider, settings).flatMap((story) => story.course(simulatePayment(seededRandom("types"), startSeconds)).steps.map(({ type }) => type));
    for (const type of used) expect(types).toContain(type);
  }
});

test("stories are told apart by their ids", () => {
  for (const { provider, settings } of demoAccounts) {
    const ids = storiesOf(provider, simulations[provider].demoSettings(settings)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(2);
  }
});
