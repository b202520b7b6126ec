import { randomBytes } from "node:crypto";
import { systemClock, unixSeconds } from "#lib/platform/clock";
import type { Mode, ProviderId } from "#lib/providers/provider";
import { isAnsweredAsExpected } from "#lib/simulator/is-answered-as-expected";
import { isForgery, type Misbehaviour, misbehaviours, misbehaviourTitles } from "#lib/simulator/misbehaviour";
import { playClock } from "#lib/simulator/play-clock";
import type { PlayedAttempt, PlayedSend } from "#lib/simulator/play-sends";
import { playStory } from "#lib/simulator/play-story";
import { postOverHttp } from "#lib/simulator/post-over-http";
import { brokenOff } from "#lib/simulator/received-answer";
import { mannerOf } from "#lib/simulator/sending-manner";
import { seededRandom } from "#lib/simulator/randomness";
import { majorUnits, simulatePayment } from "#lib/simulator/simulated-payment";
import { storiesOf, storyNamed } from "#lib/simulator/stories";
import type { StatedTransaction, Story } from "#lib/simulator/story";
import { durationSeconds } from "#lib/simulator/tell-story";
import type { CliCall, CliOption, CliOutcome } from "./cli-command.ts";
import { CliError } from "./cli-error.ts";
import { explained } from "./explain-simulation.ts";
import type { OptionValues } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";
import { whyRefused } from "./why-refused.ts";
import { whileListeningForStop } from "./while-listening-for-stop.ts";

/** More messages than this are told as a count. */
const mostLines = 60;

export const storyOptions: Readonly<Record<string, CliOption>> = {
  story: { type: "string", value: "story", help: "tell a whole story, such as refund-in-parts, and say how it should end" },
  stories: { type: "boolean", help: "list the stories and the misbehaviours, and send nothing" },
  misbehave: { type: "string", value: "how", help: "tell the story as no good sender would: late, twice, forged" },
  speed: { type: "string", value: "n", help: "story: time passes n times as fast, 86400: a day in a second; at once unless given" },
  attempts: { type: "string", value: "n", help: "story: the most attempts for one message; the provider's own schedule with --speed, else 1" },
  "former-key": { type: "string", value: "key", help: "story: the key that --misbehave old-key signs with" },
  "former-key-env": { type: "string", value: "NAME", help: "story: read it from this environment variable instead" },
  seed: { type: "string", value: "text", help: "story: the same text makes the same payments; a new one unless given" },
};

export interface StoryOrder {
  readonly provider: ProviderId;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mode: Mode;
  readonly url: URL;
  readonly keys: readonly [string, ...string[]];
  readonly count: number;
}

/** What `--stories` prints. */
export function listStories(provider: ProviderId, settings: Readonly<Record<string, unknown>>): CliOutcome {
  const stories = storiesOf(provider, settings).map(({ id, title }) => ({ id, title }));
  const others = misbehaviours.map((id) => ({ id, title: misbehaviourTitles[id] }));
  const width = Math.max(...[...stories, ...others].map(({ id }) => id.length));
  const line = ({ id, title }: { id: string; title: string }): string => `  ${id.padEnd(width)}  ${title}`;
  return { exitCode: 0, lines: ["Stories:", ...stories.map(line), "Misbehaviours:", ...others.map(line)], json: { stories, misbehaviours: others } };
}

interface ToldPayment {
  readonly reference: string;
  readonly sends: readonly PlayedSend[];
  readonly ends: readonly StatedTransaction[];
}

/** Tells a story, or several of one kind, to a URL. */
export async function sendStory(order: StoryOrder, { options, progress }: CliCall): Promise<CliOutcome> {
  const story = explained(() => storyNamed(order.provider, order.settings, options.required("story")));
  const misbehaviour = readMisbehaviour(options);
  const former = options.text("former-key") ?? options.namedVariable("former-key-env");
  if (misbehaviour === "old-key" && former === null) throw new UsageError("--misbehave old-key needs the former key: --former-key <key>, or --former-key-env <NAME>.");
  const speed = options.wholeNumber("speed", { min: 1, max: 100_000_000 });
  const attempts = options.wholeNumber("attempts", { min: 1, max: 1_000 }) ?? (speed === null ? 1 : undefined);
  const seed = options.text("seed") ?? randomBytes(9).toString("base64url");
  const told = await whileListeningForStop(async (shouldStop) => {
    const payments: ToldPayment[] = [];
    for (let index = 0; index < order.count && !shouldStop(); index += 1) {
      payments.push(await tellOne({ order, story, misbehaviour, former, speed, attempts, seed: `${seed} ${String(index)}`, shouldStop, onMessage: (done, total) => progress.update(index * total + done, order.count * total) }));
    }
    return payments;
  });
  refuseSilence(order.url, told);
  const forged = isForgery(misbehaviour, mannerOf(order.provider, order.settings, order.mode).signsTime);
  return outcomeOf(story, misbehaviour, seed, forged ? told.map((one) => ({ ...one, ends: [] })) : told);
}

interface Telling {
  readonly order: StoryOrder;
  readonly story: Story;
  readonly misbehaviour: Misbehaviour | null;
  readonly former: string | null;
  readonly speed: number | null;
  readonly attempts: number | undefined;
  readonly seed: string;
  readonly shouldStop: () => boolean;
  readonly onMessage: (done: number, total: number) => void;
}

async function tellOne({ order, story, misbehaviour, former, speed, attempts, seed, shouldStop, onMessage }: Telling): Promise<ToldPayment> {
  const nowSeconds = unixSeconds(systemClock);
  const payment = simulatePayment(seededRandom(seed), nowSeconds);
  const lasts = durationSeconds(story, payment);
  const total = story.course(payment).steps.length;
  const done = new Set<number>();
  const play = playStory({
    story,
    settings: order.settings,
    mode: order.mode,
    payment,
    // Its last message tells of the time at which it is sent.
    startSeconds: nowSeconds - lasts + (speed === null ? 0 : Math.ceil(lasts / speed)),
    seed,
    misbehaviour,
    keys: { newest: () => order.keys, former },
    clock: playClock(() => systemClock.now(), speed),
    post: postOverHttp({ notification: order.url.href, validation: null }),
    ...(attempts === undefined ? {} : { attempts }),
    shouldStop,
    onAttempt: ({ index }: PlayedAttempt) => onMessage(done.add(index).size, Math.max(total, done.size)),
  });
  const { sends, ends } = await play.catch((error: unknown) => explained(() => { throw error; }));
  return { reference: payment.orderReference, sends, ends };
}

/** Nothing that was sent came to anybody: that is no story with an end, but a mistake in the URL. */
function refuseSilence(url: URL, told: readonly ToldPayment[]): void {
  const answers = told.flatMap(({ sends }) => sends.flatMap(({ attempts }) => attempts.map(({ answer }) => answer)));
  const failure = answers.find(({ failure: one }) => one !== brokenOff)?.failure;
  if (failure !== undefined && answers.every(({ status }) => status === null)) throw new CliError(`${url.origin} did not answer: ${failure}.`);
}

function readMisbehaviour(options: OptionValues): Misbehaviour | null {
  const given = options.text("misbehave");
  if (given === null) return null;
  const found = misbehaviours.find((one) => one === given);
  if (found === undefined) throw new UsageError(`--misbehave is "${given}", but should be one of: ${misbehaviours.join(", ")}.`);
  return found;
}

function outcomeOf(story: Story, misbehaviour: Misbehaviour | null, seed: string, told: readonly ToldPayment[]): CliOutcome {
  const sends = told.flatMap((one) => one.sends);
  const good = sends.filter(isAnsweredAsExpected).length;
  const lines = sends.length > mostLines ? [] : told.flatMap(({ reference, sends: own }) => [`${reference}: ${story.title}`, ...own.map(lineOf)]);
  const [first] = told;
  return {
    exitCode: good === sends.length ? 0 : 1,
    lines: [...lines, ...(first?.ends ?? []).map((end) => `Should end as ${endText(end)}.`), summaryOf(sends, good, misbehaviour), `Seed: ${seed}`],
    json: { story: story.id, misbehave: misbehaviour, seed, asExpected: good === sends.length, payments: told.slice(0, 1_000).map(presentPayment) },
  };
}

function lineOf({ send, attempts, outcome }: PlayedSend): string {
  const tries = attempts.map(({ answer }) => (answer.status === null ? "no answer" : String(answer.status))).join(", ");
  return `  ${send.message.type} → ${tries === "" ? "not sent" : tries}${outcome === "taken" ? "" : `  (${outcome.replace("_", " ")}${send.expects === "taken" ? "" : ", as it should be"})`}`;
}

function endText({ kind, reference, status, dispute, currency, authorizedMinor, capturedMinor, refundedMinor, disputedMinor }: StatedTransaction): string {
  const amounts = [["authorized", authorizedMinor], ["captured", capturedMinor], ["refunded", refundedMinor], ["disputed", disputedMinor]] as const;
  const said = amounts.filter(([, minor]) => minor > 0n).map(([name, minor]) => `${name} ${majorUnits(minor)}`);
  return `${kind} ${reference}: ${status}${dispute === "none" ? "" : `, dispute ${dispute}`}${said.length === 0 ? "" : `, ${said.join(", ")} ${currency}`}`;
}

function summaryOf(sends: readonly PlayedSend[], good: number, misbehaviour: Misbehaviour | null): string {
  const taken = sends.filter(({ outcome }) => outcome === "taken").length;
  const counts = `${String(sends.length)} message${sends.length === 1 ? "" : "s"}, ${String(taken)} taken`;
  if (good === sends.length) return misbehaviour === null ? `${counts}.` : `${counts}; each was answered as it should be (${misbehaviourTitles[misbehaviour]}).`;
  return `${counts}; ${String(sends.length - good)} answered otherwise than it should be: ${whyRefused(sends.flatMap(({ attempts }) => attempts.map(({ answer }) => answer.status)))}.`;
}

function presentPayment({ reference, sends, ends }: ToldPayment): object {
  return {
    reference,
    ends,
    messages: sends.map(({ send, attempts, outcome }) => ({
      type: send.message.type, expects: send.expects, outcome, attempts: attempts.map(({ number, atSeconds, answer }) => ({ number, atSeconds, status: answer.status, body: answer.body })),
    })),
  };
}
