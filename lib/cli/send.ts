import { systemClock, unixSeconds } from "#lib/platform/clock";
import type { Provider } from "#lib/providers/provider";
import { systemRandom } from "#lib/simulator/randomness";
import { simulations } from "#lib/simulator/registry";
import { writeMessage } from "#lib/simulator/sign-message";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import type { SignedMessage, SimulatedMessage } from "#lib/simulator/simulation";
import { tamper } from "#lib/simulator/tamper";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { explained } from "./explain-simulation.ts";
import { UsageError } from "./usage-error.ts";
import { whyRefused } from "./why-refused.ts";
import { postMessage, type PostedAnswer } from "./post-message.ts";
import { providerArgument } from "./provider-argument.ts";
import { listStories, sendStory, storyOptions } from "./send-story.ts";
import { readSettings } from "./setting-options.ts";

/** More answers than this are told as a count per status. */
const mostLines = 20;

export const send: CliCommand = {
  name: "send",
  summary: "sign test webhooks as a provider does and post them",
  positionals: ["provider"],
  options: {
    url: { type: "string", value: "url", help: "where to post: the webhook URL of a source" },
    key: { type: "string", multiple: true, value: "key", help: "the key that signs, as the provider shows it" },
    "key-env": { type: "string", multiple: true, value: "NAME", help: "read the key from this environment variable instead" },
    setting: { type: "string", multiple: true, value: "name=value", help: "a setting of the source, where it differs from the demo account's" },
    mode: { type: "string", value: "test|live", help: "what the message says of itself; test unless given" },
    type: { type: "string", multiple: true, value: "type", help: "which message; several are sent in turn, on one payment" },
    list: { type: "boolean", help: "list the types of messages and send nothing" },
    count: { type: "string", value: "n", help: "how many, each about a payment of its own; 1 unless given" },
    duplicate: { type: "boolean", help: "post each message twice, as providers do" },
    tamper: { type: "boolean", help: "change one signed character after signing; good is then a refusal" },
    ...storyOptions,
  },
  notes: [
    "Examples:",
    "  npm run cli -- send gateway --url http://127.0.0.1:3000/api/webhooks/TOKEN --key gw_demo_secret",
    "  npm run cli -- send praxis --url … --key … --setting merchantId=Shop --type sale.approved --type refund.approved",
    "  npm run cli -- send adyen --list",
    "  npm run cli -- send stripe --url … --key … --story chargeback-won --speed 86400",
    "  npm run cli -- send gateway --url … --key … --story refund --misbehave two-bodies",
    "  npm run cli -- send praxis --stories",
    "Exit code 0: every answer was 2xx (with --tamper: every one was refused; with --misbehave: each was answered as it should be).",
  ],
  run,
};

async function run(call: CliCall): Promise<CliOutcome> {
  const { positionals: [id = ""], options, progress } = call;
  const provider = providerArgument(id);
  const simulation = simulations[provider.id];
  const settings = simulation.demoSettings(readSettings(provider, options.list("setting")));
  checkSettings(provider, settings);
  if (options.flag("list")) return { exitCode: 0, lines: simulation.types(settings), json: simulation.types(settings) };
  if (options.flag("stories")) return listStories(provider.id, settings);
  const url = webUrl(options.required("url"));
  const [key, ...otherKeys] = [...options.list("key"), ...options.namedVariables("key-env")];
  if (key === undefined) throw new UsageError("The key is missing: --key <key>, or --key-env <NAME>.");
  const mode = options.choice("mode", ["test", "live"]);
  const types = options.list("type");
  const count = options.wholeNumber("count", { min: 1, max: 100_000 }) ?? 1;
  const single = ["type", "duplicate", "tamper"].find((name) => options.flag(name) || options.list(name).length > 0);
  if (options.text("story") !== null && single !== undefined) throw new UsageError(`--${single} does not go with --story: --misbehave says how a story is told.`);
  if (options.text("story") !== null) return sendStory({ provider: provider.id, settings, mode, url, keys: [key, ...otherKeys], count }, call);
  const misplaced = Object.keys(storyOptions).find((name) => options.text(name) !== null);
  if (misplaced !== undefined) throw new UsageError(`--${misplaced} goes with --story <story>: --stories lists them.`);
  const copies = options.flag("duplicate") ? 2 : 1;
  const total = count * Math.max(1, types.length) * copies;
  const sent: SentMessage[] = [];
  for (let index = 0; index < count; index += 1) {
    for (const message of storyOf({ provider, settings, mode, types })) {
      for (let copy = 0; copy < copies; copy += 1) {
        const signed = signedOrUsage(message, [key, ...otherKeys]);
        sent.push({ type: message.type, answer: await postMessage(url, options.flag("tamper") ? tamper(message, signed) : signed) });
        progress.update(sent.length, total);
      }
    }
  }
  return outcomeOf(sent, options.flag("tamper"));
}

interface SentMessage {
  readonly type: string;
  readonly answer: PostedAnswer;
}

/** The messages of one payment in the order of their types, each a second after the one before it. */
function storyOf(order: { provider: Provider; settings: Readonly<Record<string, unknown>>; mode: "test" | "live"; types: readonly string[] }): SimulatedMessage[] {
  const nowSeconds = unixSeconds(systemClock);
  const payment = simulatePayment(systemRandom, nowSeconds);
  const common = { provider: order.provider.id, settings: order.settings, mode: order.mode, random: systemRandom, payment };
  const last = order.types.length - 1;
  return explained(() => (last < 0 ? [writeMessage({ ...common, nowSeconds })] : order.types.map((type, index) => writeMessage({ ...common, type, nowSeconds: nowSeconds - (last - index) }))));
}

function signedOrUsage(message: SimulatedMessage, keys: readonly [string, ...string[]]): SignedMessage {
  return explained(() => message.sign(keys, unixSeconds(systemClock)));
}

function checkSettings(provider: Provider, settings: unknown): void {
  const parsed = provider.settings.safeParse(settings);
  const [issue] = parsed.error?.issues ?? [];
  if (issue !== undefined) throw new UsageError(`--setting ${issue.path.map(String).join(".")} does not fit ${provider.name}: ${issue.message}.`);
}

function webUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError(`--url is "${text}", but should be a URL such as http://127.0.0.1:3000/api/webhooks/TOKEN.`);
  return url;
}

function outcomeOf(sent: readonly SentMessage[], tampered: boolean): CliOutcome {
  const accepted = sent.filter(({ answer }) => answer.status >= 200 && answer.status < 300).length;
  const good = tampered ? sent.filter(({ answer }) => answer.status >= 400 && answer.status < 500).length : accepted;
  return {
    exitCode: good === sent.length ? 0 : 1,
    lines: [...(sent.length > mostLines ? byStatus(sent) : sent.map(lineOf)), summaryOf(sent.map(({ answer }) => answer.status), good, tampered)],
    json: { sent: sent.length, accepted, asExpected: good === sent.length, answers: sent.slice(0, 1000).map(({ type, answer }) => ({ type, ...answer })) },
  };
}

function summaryOf(statuses: readonly number[], good: number, tampered: boolean): string {
  const total = statuses.length;
  if (tampered) return good === total ? `All ${String(total)} tampered messages were refused, as they should be.` : `${String(total - good)} of ${String(total)} tampered messages were NOT refused.`;
  return good === total ? `${String(total)} sent, all taken.` : `${String(total)} sent, ${String(total - good)} refused: ${whyRefused(statuses)}.`;
}

function lineOf({ type, answer }: SentMessage): string {
  const body = answer.body.replaceAll(/\s+/g, " ").slice(0, 200);
  return `${type} → ${String(answer.status)} in ${String(answer.durationMs)} ms${body === "" ? "" : `  ${body}`}`;
}

function byStatus(sent: readonly SentMessage[]): string[] {
  const counts = new Map<number, number>();
  for (const { answer } of sent) counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => left - right).map(([status, times]) => `${String(status)}: ${String(times)} times`);
}
