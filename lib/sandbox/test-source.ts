import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { isForgery } from "#lib/simulator/misbehaviour";
import { playClock } from "#lib/simulator/play-clock";
import type { PlayedSend } from "#lib/simulator/play-sends";
import { type PlayedStory, playStory } from "#lib/simulator/play-story";
import { systemRandom, alphanumeric, randomText } from "#lib/simulator/randomness";
import { mannerOf } from "#lib/simulator/sending-manner";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { SimulationError } from "#lib/simulator/simulation";
import { singleMessageStory } from "#lib/simulator/single-message-story";
import { storiesOf } from "#lib/simulator/stories";
import type { StatedTransaction, Story } from "#lib/simulator/story";
import { durationSeconds } from "#lib/simulator/tell-story";
import { sourceNotFound } from "#lib/sources/get-source";
import { z } from "zod";
import { findMarkedRequests } from "./find-marked-requests.ts";
import { openTestSource, type TestSource } from "./open-test-source.ts";
import { postToOwnDoor } from "./post-to-own-door.ts";
import { type SourceTest, sourceTestInput } from "./source-test.ts";

type Asked = z.output<typeof sourceTestInput>;

interface Begun {
  readonly source: TestSource;
  readonly story: Story;
}

/** The door looks for its source and its key, and does not wait for a transaction of ours: the audit is written first. */
const beginTest = command({
  permission: "sources.test",
  input: sourceTestInput.extend({ id: z.string() }),
  run: async ({ tx }, { id, scenario, misbehave }): Promise<CommandResult<Begun>> => {
    const uuid = parsePublicId("source", id);
    if (uuid === null) throw sourceNotFound();
    const source = await openTestSource(tx, uuid, systemClock.now());
    if (misbehave === "old-key" && source.formerSecret === null) throw new Problem("conflict", `“${source.name}” has one key alone, so that there is no former one to sign with. Rotate its key first.`);
    const story = storyFor(source, scenario);
    return { output: { source, story }, audit: { action: "source.test", subjectType: "source", subjectId: source.id, details: { scenario: story.id, misbehave } } };
  },
});

/** Tells a story, or one message of it, to a test source: signed by its newest key and sent to our own door over HTTP, now and without retries. */
export async function testSource(actor: Actor, id: string, { scenario, misbehave }: Asked): Promise<SourceTest> {
  const { source, story } = await beginTest(actor, { id, scenario, misbehave });
  const startedMs = systemClock.now();
  const mark = randomText(systemRandom, alphanumeric, 20);
  const { sends, ends } = await play(source, story, misbehave, startedMs, mark);
  const kept = await findMarkedRequests(source.id, startedMs, systemClock.now());
  const forged = isForgery(misbehave, mannerOf(source.provider, source.settings, "test").signsTime);
  return {
    scenario: story.id,
    title: story.title,
    misbehave,
    asExpected: sends.every(isAsExpected),
    sent: sends.map((send) => presentSend(send, kept)),
    ends: forged ? [] : ends.map(presentEnd),
  };
}

/** A story by its id, else one message by its type. */
function storyFor({ provider, settings }: TestSource, scenario: string): Story {
  const stories = storiesOf(provider, settings);
  const found = stories.find(({ id }) => id === scenario) ?? singleMessageStory(provider, settings, scenario);
  if (found !== null) return found;
  const words = `must be a story of this source (${stories.map(({ id }) => id).join(", ")}), or a type of its messages`;
  throw new Problem("bad_input", "This source tells no such story.", { errors: [{ path: "scenario", message: words }] });
}

type Sent = PlayedSend & { readonly mark: string | null };

async function play(source: TestSource, story: Story, misbehaviour: Asked["misbehave"], startedMs: number, mark: string): Promise<{ readonly sends: readonly Sent[]; readonly ends: readonly StatedTransaction[] }> {
  const nowSeconds = Math.floor(startedMs / 1000);
  const payment = simulatePayment(systemRandom, nowSeconds);
  const marks = new Map<object, string>();
  let count = 0;
  const played: PlayedStory = await playStory({
    story,
    settings: source.settings,
    mode: "test",
    payment,
    startSeconds: nowSeconds - durationSeconds(story, payment),
    seed: mark,
    misbehaviour,
    keys: { newest: () => [source.secret], former: source.formerSecret },
    clock: playClock(() => systemClock.now(), null),
    post: async (message, _timeLimitMs, kind) => {
      const own = `${mark}-${String((count += 1))}`;
      const { status, body } = await postToOwnDoor(kind, source.token, message, own);
      const answer = { status, headers: new Map<string, string>(), body };
      marks.set(answer, own);
      return answer;
    },
    attempts: 1,
  }).catch((error: unknown) => {
    throw error instanceof SimulationError ? new Problem("unprocessable", error.message) : error;
  });
  return { sends: played.sends.map((send) => ({ ...send, mark: marks.get(send.attempts[0]?.answer ?? {}) ?? null })), ends: played.ends };
}

function isAsExpected({ send, outcome }: PlayedSend): boolean {
  return send.expects === "either" || (send.expects === "refused") === (outcome !== "taken");
}

function presentSend({ send, attempts, outcome, mark }: Sent, kept: ReadonlyMap<string, string>): SourceTest["sent"][number] {
  const answer = attempts[0]?.answer;
  return { kind: send.message.kind, type: send.message.type, expects: send.expects, outcome, status: answer?.status ?? null, answer: answer?.body ?? "", requestId: kept.get(mark ?? "") ?? null };
}

function presentEnd({ reference, kind, status, dispute, currency, ...amounts }: StatedTransaction): SourceTest["ends"][number] {
  const money = (amountMinor: bigint) => ({ amountMinor, currency, exponent: 2 });
  return {
    reference, kind, status, dispute,
    amounts: { authorized: money(amounts.authorizedMinor), captured: money(amounts.capturedMinor), refunded: money(amounts.refundedMinor), disputed: money(amounts.disputedMinor) },
  };
}
