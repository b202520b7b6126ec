import { randomInt, type Random, seededRandom } from "#lib/simulator/randomness";
import { simulatePayment, type SimulatedPayment } from "#lib/simulator/simulated-payment";
import { writeMessage } from "#lib/simulator/sign-message";
import type { SimulatedMessage } from "#lib/simulator/simulation";
import { storiesOf } from "#lib/simulator/stories";
import type { Story } from "#lib/simulator/story";
import { tellStory } from "#lib/simulator/tell-story";
import { type DemoAccount, hourWeights, storyWeights, weekdayFactors } from "./accounts.ts";

export const dayMs = 86_400_000;

/** A message as it arrived, not yet signed. */
export interface DemoMessage {
  readonly atMs: number;
  readonly account: DemoAccount;
  readonly message: SimulatedMessage;
  /** Which key signs: the one that the source knows from the start, or the next one. */
  readonly key: "first" | "next";
  /** Somebody else wrote it. */
  readonly forged: boolean;
}

/** A sale that was announced: so many orders within a few minutes. */
export interface Rush {
  readonly fromMs: number;
  readonly orders: number;
}

export interface Business {
  readonly accounts: readonly DemoAccount[];
  readonly days: number;
  readonly nowMs: number;
  readonly seed: string;
  readonly rush: Rush | null;
}

/** An hour in which one account signed with a key that nobody here knew, some days ago. */
export interface KeyIncident {
  readonly account: DemoAccount;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Every message of the time, oldest first. The same seed on the same day gives the same ids and amounts. */
export function businessOf(business: Business, incident: KeyIncident | null): readonly DemoMessage[] {
  const today = Math.floor(business.nowMs / dayMs);
  const fromMs = business.nowMs - business.days * dayMs;
  const messages: DemoMessage[] = [];
  for (const account of business.accounts) {
    for (let day = today - business.days; day <= today; day += 1) {
      const random = seededRandom(`${business.seed} ${account.name} ${String(day)}`);
      const factor = weekdayFactors[new Date(day * dayMs).getUTCDay()] ?? 1;
      const count = Math.max(1, Math.round(account.perDay * factor * (0.85 + randomInt(random, 30) / 100)));
      for (let order = 0; order < count; order += 1) {
        const told = orderOf(account, day, random, business.seed);
        // Whose beginning nobody saw would look as if it had never been authorized.
        if (told.every(({ atMs }) => atMs >= fromMs)) messages.push(...told);
      }
    }
  }
  messages.push(...rushOf(business));
  return messages
    .filter(({ atMs }) => atMs <= business.nowMs)
    .flatMap((one) => duringIncident(one, incident))
    .sort((a, b) => a.atMs - b.atMs);
}

const rushMs = 480_000;

function rushOf({ accounts, rush, seed }: Business): readonly DemoMessage[] {
  const [account] = accounts;
  if (rush === null || account === undefined) return [];
  const random = seededRandom(`${seed} rush`);
  return Array.from({ length: rush.orders }, () => orderAt(account, rush.fromMs + randomInt(random, rushMs), random, seed)).flat();
}

/** What one customer does, as the account's provider tells it. */
function orderOf(account: DemoAccount, day: number, random: Random, seed: string): readonly DemoMessage[] {
  return orderAt(account, day * dayMs + weighted(random, hourWeights) * 3_600_000 + randomInt(random, 3_600_000), random, seed);
}

function orderAt(account: DemoAccount, startMs: number, random: Random, seed: string): readonly DemoMessage[] {
  const payment = paymentOf(random, Math.floor(startMs / 1000), seed);
  const story = storyFor(account, random);
  const asked = askedBefore(account, story, payment, Math.floor(startMs / 1000), random).map((message): DemoMessage => ({ atMs: startMs, account, message, key: "first", forged: false }));
  if (asked.length > 0 && isDeclined(payment)) return asked;
  const told = tellStory(story, { settings: account.settings, mode: account.mode, payment, startSeconds: Math.floor(startMs / 1000), seed });
  return [...asked, ...told.messages.flatMap(({ atSeconds, message }) => {
    const atMs = atSeconds * 1000 + 300 + randomInt(random, 2_500);
    const base = { atMs, account, message, key: "first", forged: false } as const;
    const luck = randomInt(random, 1_000);
    if (luck < 8) return [base, { ...base, atMs: atMs + 30_000 + randomInt(random, 60_000) }];
    return luck === 999 ? [base, { ...base, atMs: atMs + 5_000, forged: true }] : [base];
  })];
}

/** What Praxis asks before it tries a payment. */
export function askedBefore({ provider, settings, mode }: DemoAccount, story: Story, payment: SimulatedPayment, nowSeconds: number, random: Random): readonly SimulatedMessage[] {
  return provider === "praxis" && story.id !== "payout" ? [writeMessage({ provider, settings, mode, payment, type: "validation", nowSeconds, random })] : [];
}

/** Whether the demo's rules (`past-world.ts`) decline it, so that it is never tried. */
export function isDeclined({ customer }: SimulatedPayment): boolean {
  return unservedCountries.includes(customer.country);
}

/** Where this merchant does not ship to. */
export const unservedCountries: readonly string[] = ["VN"];

/** A third of the customers come again. */
function paymentOf(random: Random, nowSeconds: number, seed: string): SimulatedPayment {
  const payment = simulatePayment(random, nowSeconds);
  if (randomInt(random, 3) > 0) return payment;
  const regular = simulatePayment(seededRandom(`${seed} regular ${String(randomInt(random, 120))}`), nowSeconds);
  return { ...payment, customer: regular.customer, card: { ...regular.card } };
}

function storyFor(account: DemoAccount, random: Random): Story {
  const stories = storiesOf(account.provider, account.settings).filter(({ id }) => storyWeights.has(id));
  const chosen = stories[weighted(random, stories.map(({ id }) => storyWeights.get(id) ?? 0))];
  if (chosen === undefined) throw new Error(`${account.name} tells no story`);
  return chosen;
}

/** An index, the likelier the greater its weight. */
function weighted(random: Random, weights: readonly number[]): number {
  let left = randomInt(random, Math.max(1, weights.reduce((sum, weight) => sum + weight, 0)));
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return 0;
}

/** Some minutes after each refusal it is tried again, and once more when the key is known. */
const againAfterMs: readonly number[] = [0, 120_000, 420_000, 1_020_000, 1_920_000];

function duringIncident(one: DemoMessage, incident: KeyIncident | null): readonly DemoMessage[] {
  if (incident === null || one.account !== incident.account || one.atMs < incident.fromMs) return [one];
  if (one.atMs >= incident.toMs) return [{ ...one, key: "next" }];
  const tries = againAfterMs.map((laterMs) => one.atMs + laterMs).filter((atMs) => atMs < incident.toMs);
  const taken = incident.toMs + 60_000 + Math.floor((one.atMs - incident.fromMs) / 30);
  return [...tries, taken].map((atMs) => ({ ...one, atMs, key: "next" }));
}

/** What happens next at an account, for the traffic that goes on. */
export function nextStory(account: DemoAccount, random: Random, nowSeconds: number, seed: string): { readonly story: Story; readonly payment: SimulatedPayment } {
  return { story: storyFor(account, random), payment: paymentOf(random, nowSeconds, seed) };
}
