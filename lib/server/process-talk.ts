import { z } from "zod";

/** Either end of the channel between a process and the one that started it. */
export interface Channel {
  readonly send: (message: object) => void;
  readonly onMessage: (take: (message: unknown) => void) => void;
}

export interface Talk {
  /** Resolves with the other side's answer, rejects with its refusal, or when it said nothing in time. */
  readonly ask: (question: string, facts: unknown, limitMs: number) => Promise<unknown>;
  /** Nobody answers any more: everything that was asked is refused. */
  readonly end: (reason: string) => void;
}

const asked = z.object({ asks: z.string(), number: z.int(), facts: z.unknown() });
const told = z.object({ tells: z.int(), refused: z.object({ name: z.string(), message: z.string() }).nullable(), answer: z.unknown() });

/** What went wrong on the other side, by the name that its error had there. */
export class Refused extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Questions and answers in both directions; `answer` is asked what the other side wants to know. */
export function openTalk(channel: Channel, answer: (question: string, facts: unknown) => Promise<unknown>): Talk {
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  let last = 0;
  channel.onMessage((message) => {
    const answered = told.safeParse(message).data;
    if (answered !== undefined) {
      const { resolve, reject } = waiting.get(answered.tells) ?? {};
      if (answered.refused === null) resolve?.(answered.answer);
      else reject?.(new Refused(answered.refused.name, answered.refused.message));
      return;
    }
    const question = asked.safeParse(message).data;
    if (question === undefined) return;
    answer(question.asks, question.facts).then(
      (value) => channel.send({ tells: question.number, refused: null, answer: value ?? null }),
      (error: unknown) => channel.send({ tells: question.number, refused: error instanceof Error ? { name: error.name, message: error.message } : { name: "Error", message: String(error) }, answer: null }),
    );
  });
  return {
    ask: (question, facts, limitMs) =>
      new Promise((resolve, reject) => {
        last += 1;
        const number = last;
        const settle = (): void => {
          clearTimeout(timer);
          waiting.delete(number);
        };
        const timer = setTimeout(() => {
          settle();
          reject(new Error(`"${question}" was not answered in ${String(limitMs)} ms`));
        }, limitMs);
        waiting.set(number, {
          resolve: (value) => {
            settle();
            resolve(value);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
        });
        channel.send({ asks: question, number, facts: facts ?? null });
      }),
    end: (reason) => {
      for (const { reject } of waiting.values()) reject(new Error(reason));
    },
  };
}
