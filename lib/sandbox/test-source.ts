import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { isAnsweredAsExpected } from "#lib/simulator/is-answered-as-expected";
import { isForgery } from "#lib/simulator/misbehaviour";
import { systemRandom, alphanumeric, randomText } from "#lib/simulator/randomness";
import { mannerOf } from "#lib/simulator/sending-manner";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { singleMessageStory } from "#lib/simulator/single-message-story";
import { storiesOf } from "#lib/simulator/stories";
import type { StatedTransaction, Story } from "#lib/simulator/story";
import { durationSeconds } from "#lib/simulator/tell-story";
import { sourceNotFound } from "#lib/sources/get-source";
import { z } from "zod";
import { findMarkedRequests } from "./find-marked-requests.ts";
import { openTestSource, type TestSource } from "./open-test-source.ts";
import { type DoorAttempt, playAtOwnDoor, requireFormerKey } from "./play-at-own-door.ts";
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
    requireFormerKey(source, misbehave);
    const story = storyFor(source, scenario);
    return { output: { source, story }, audit: { action: "source.test", subjectType: "source", subjectId: source.id, details: { scenario: story.id, misbehave } } };
  },
});

/** Tells a story, or one message of it, to a test source: signed by its newest key and sent to our own door over HTTP, now and without retries. */
export async function testSource(actor: Actor, id: string, { scenario, misbehave }: Asked): Promise<SourceTest> {
  const { source, story } = await beginTest(actor, { id, scenario, misbehave });
  const startedMs = systemClock.now();
  const nowSeconds = Math.floor(startedMs / 1000);
  const payment = simulatePayment(systemRandom, nowSeconds);
  const mark = randomText(systemRandom, alphanumeric, 20);
  const startSeconds = nowSeconds - durationSeconds(story, payment);
  const { sends, ends, attempts } = await playAtOwnDoor({ source, story, payment, startSeconds, misbehaviour: misbehave, speed: null, mark });
  const kept = await findMarkedRequests(source.id, startedMs, attempts.filter(({ send, answer }) => send.message.kind === "validation" && answer.status === 200).map((attempt) => attempt.mark));
  const forged = isForgery(misbehave, mannerOf(source.provider, source.settings, "test").signsTime);
  return {
    scenario: story.id,
    title: story.title,
    misbehave,
    asExpected: sends.every(isAnsweredAsExpected),
    sent: attempts.map((attempt) => presentSent(attempt, kept)),
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

function presentSent(attempt: DoorAttempt, kept: ReadonlyMap<string, string>): SourceTest["sent"][number] {
  const { send, answer, judgement, mark } = attempt;
  // It is not tried again here.
  const outcome = judgement === "again" ? "given_up" : judgement;
  const asExpected = isAnsweredAsExpected({ send, attempts: [attempt], outcome });
  return { kind: send.message.kind, type: send.message.type, expects: send.expects, outcome, status: answer.status, answer: answer.failure ?? answer.body, asExpected, requestId: kept.get(mark) ?? null };
}

function presentEnd({ reference, kind, status, dispute, currency, ...amounts }: StatedTransaction): SourceTest["ends"][number] {
  const money = (amountMinor: bigint) => ({ amountMinor, currency, exponent: 2 });
  return {
    reference, kind, status, dispute,
    amounts: { authorized: money(amounts.authorizedMinor), captured: money(amounts.capturedMinor), refunded: money(amounts.refundedMinor), disputed: money(amounts.disputedMinor) },
  };
}
