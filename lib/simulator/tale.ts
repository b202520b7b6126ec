import type { StatedTransaction } from "./story.ts";
import type { StoryWord } from "./vocabulary.ts";

/** One thing that happens in a tale. */
export interface Saying {
  readonly afterSeconds: number;
  readonly word: StoryWord;
  /** A name and an amount of its own, where it is one of several operations. */
  readonly part?: { readonly name: string; readonly of: (wholeMinor: bigint) => bigint };
  /** Left out where the provider has no word for it. */
  readonly optional?: true;
  /** Another payment of the same customer, by its number. */
  readonly renewal?: number;
}

/** How a tale ends; amounts that are not said are nothing, except that the whole was authorized. */
export interface TaleEnd {
  readonly status: StatedTransaction["status"];
  readonly kind?: StatedTransaction["kind"];
  readonly dispute?: StatedTransaction["dispute"];
  readonly authorized?: bigint;
  readonly captured?: bigint;
  readonly refunded?: bigint;
  readonly disputed?: bigint;
}

/** A story that any provider may tell which has the words for it. */
export interface Tale {
  readonly id: string;
  readonly title: string;
  readonly sayings: readonly Saying[];
  /** `null`: it is about no payment. */
  readonly end: ((wholeMinor: bigint) => TaleEnd) | null;
  /** True where only a session came of it. */
  readonly ofSession?: true;
}

export const minuteSeconds = 60;
export const hourSeconds = 3_600;
export const daySeconds = 86_400;

export const percent = (whole: bigint, share: bigint): bigint => (whole * share) / 100n;
/** A part of the amount; `rest` is what two parts leave. */
export const quarter = { name: "1", of: (whole: bigint) => percent(whole, 25n) };
export const seventh = { name: "2", of: (whole: bigint) => percent(whole, 15n) };
export const most = { name: "1", of: (whole: bigint) => percent(whole, 60n) };
export const rest = { name: "2", of: (whole: bigint) => whole - percent(whole, 60n) };

export function after(afterSeconds: number, word: StoryWord, part?: Saying["part"]): Saying {
  return part === undefined ? { afterSeconds, word } : { afterSeconds, word, part };
}

/** Told only by providers that have a word for it. */
export function maybe(afterSeconds: number, word: StoryWord): Saying {
  return { afterSeconds, word, optional: true };
}
