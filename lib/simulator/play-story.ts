import type { Mode } from "#lib/providers/provider";
import type { Misbehaviour } from "./misbehaviour.ts";
import { planSends } from "./plan-sends.ts";
import { playSends, type PlayedSend, type PlayInput } from "./play-sends.ts";
import { randomKey } from "./random-key.ts";
import { seededRandom } from "./randomness.ts";
import { mannerOf } from "./sending-manner.ts";
import { simulations } from "./registry.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";
import type { StatedTransaction, Story } from "./story.ts";
import { tellStory } from "./tell-story.ts";

export interface PlayStoryInput extends Omit<PlayInput, "sends" | "manner" | "keys"> {
  readonly story: Story;
  /** The source's settings; what is missing is filled in with those of a demo account. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mode: Mode;
  readonly payment: SimulatedPayment;
  /** When the story begins, by what its messages say. */
  readonly startSeconds: number;
  /** The same seed gives the same ids and the same disorder. */
  readonly seed: string;
  readonly misbehaviour: Misbehaviour | null;
  readonly keys: { readonly newest: () => readonly [string, ...string[]]; readonly former: string | null };
}

export interface PlayedStory {
  readonly sends: readonly PlayedSend[];
  /** How it ends where every message arrived. */
  readonly ends: readonly StatedTransaction[];
}

/** Tells one story to a receiver over real HTTP, as the provider would, or as badly as asked. Throws `SimulationError` on a key that cannot sign. */
export async function playStory(input: PlayStoryInput): Promise<PlayedStory> {
  const { story, mode, payment, startSeconds, seed, misbehaviour, keys, ...rest } = input;
  const settings = simulations[story.provider].demoSettings(input.settings);
  const manner = mannerOf(story.provider, settings, mode);
  const random = seededRandom(`${seed} ${payment.id} ${misbehaviour ?? "honest"}`);
  const { messages, ends } = tellStory(story, { settings, mode, payment, startSeconds, seed });
  const sends = planSends(messages, misbehaviour, { signsTime: manner.signsTime, random });
  return { sends: await playSends({ ...rest, sends, manner, keys: { ...keys, wrong: randomKey(story.provider, settings, random) } }), ends };
}
