import { systemClock } from "#lib/platform/clock";
import { log } from "#lib/platform/log";
import type { ProviderId } from "#lib/providers/provider";
import { randomInt, systemRandom } from "#lib/simulator/randomness";
import type { SimulatedMessage } from "#lib/simulator/simulation";
import { tellStory } from "#lib/simulator/tell-story";
import { demoAccounts, type DemoAccount } from "./accounts.ts";
import { askedBefore, isDeclined, nextStory } from "./business.ts";

/** Where an account's messages go, and by which key it signs now. */
export interface LiveSource {
  readonly provider: ProviderId;
  readonly name: string;
  readonly token: string;
  readonly secret: string;
}

const fewestMs = 6_000;
const spreadMs = 18_000;
/** What would come hours later comes now. */
const betweenMs = 1_500;
const mostMessages = 6;
const timeLimitMs = 15_000;

/** Customers go on paying while the demo runs: one story after the other, over real HTTP to its own door. */
export function startTraffic(address: string, readSources: () => Promise<readonly LiveSource[]>, seed: string): { readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    timer = setTimeout(() => {
      void tellOne(address, readSources, seed).catch((error: unknown) => log().warn({ err: error }, "a story of the demo could not be told; the next one follows")).finally(next);
    }, fewestMs + randomInt(systemRandom, spreadMs));
    timer.unref();
  };
  next();
  return { stop: () => clearTimeout(timer) };
}

/** By the sources and keys of this moment: what was rotated, renamed or deleted a minute ago counts. */
async function tellOne(address: string, readSources: () => Promise<readonly LiveSource[]>, seed: string): Promise<void> {
  const sources = await readSources();
  const accounts = demoAccounts.flatMap((account) => {
    const source = sources.find(({ name, provider }) => name === account.name && provider === account.provider);
    return source === undefined ? [] : [{ account, source }];
  });
  const chosen = accounts[randomInt(systemRandom, Math.max(1, accounts.length))];
  if (chosen !== undefined) await tell(address, chosen.account, chosen.source, seed);
}

async function tell(address: string, account: DemoAccount, source: LiveSource, seed: string): Promise<void> {
  const nowSeconds = Math.floor(systemClock.now() / 1000);
  const { story, payment } = nextStory(account, systemRandom, nowSeconds, seed);
  const common = { settings: account.settings, mode: account.mode, payment };
  const asked = askedBefore(account, story, payment, nowSeconds, systemRandom);
  for (const message of asked) await post(address, source, message, nowSeconds);
  if (asked.length > 0 && isDeclined(payment)) return;
  const { messages } = tellStory(story, { ...common, startSeconds: nowSeconds, seed });
  for (const { message } of messages.slice(0, mostMessages)) {
    await post(address, source, message, Math.floor(systemClock.now() / 1000));
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
}

async function post(address: string, { token, secret }: LiveSource, message: SimulatedMessage, nowSeconds: number): Promise<void> {
  const { headers, body } = message.sign([secret], nowSeconds);
  const response = await fetch(`${address}/api/${message.kind === "validation" ? "validations" : "webhooks"}/${token}`, { method: "POST", headers: { ...headers }, body: Buffer.from(body), redirect: "manual", signal: AbortSignal.timeout(timeLimitMs) });
  await response.arrayBuffer();
}
