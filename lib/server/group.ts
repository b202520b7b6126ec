import { AggregatorRegistry } from "prom-client";
import { z } from "zod";
import { metrics } from "#lib/platform/metrics";
import { loopDelayMs } from "#lib/stats/readiness";
import type { KeptChild } from "./keep-child.ts";
import type { Talk } from "./process-talk.ts";

const loops = z.array(
  z.object({
    name: z.string(),
    /** Takes webhooks; else it renders pages or works in the background. */
    takesMessages: z.boolean(),
    /** False from its end until the one that replaces it serves. */
    isRunning: z.boolean(),
    /** The longest that its event loop stood still since the last question; `null`: it does not answer. */
    loopDelayMs: z.number().nullable(),
  }),
);
type Member = z.infer<typeof loops>[number];
const figures = z.array(z.looseObject({ name: z.string() }));

/** All processes of this server, as any of them sees them. */
export interface Group {
  readonly loops: () => Promise<readonly Member[]>;
  /** What each measures of itself, labelled with its name. */
  readonly metrics: () => Promise<readonly (readonly object[])[]>;
}

const answerLimitMs = 1_000;

/** What a process says of itself when the first one asks; `null`: that is no such question. */
export function tellOfSelf(question: string): Promise<unknown> | null {
  if (question === "loop") return Promise.resolve(loopDelayMs());
  return question === "metrics" ? metrics().registry.getMetricsAsJSON() : null;
}

/** As the first process sees them: itself, and those that it started. */
export function groupOf(self: { readonly name: string; readonly takesMessages: boolean }, children: () => readonly KeptChild[]): Group {
  const loopOf = async (child: KeptChild): Promise<Member> => {
    const isRunning = child.isRunning();
    const answer = isRunning ? await child.ask("loop", answerLimitMs).catch(() => null) : null;
    return { name: child.name, takesMessages: child.name !== "pages", isRunning: isRunning && child.isRunning(), loopDelayMs: typeof answer === "number" ? answer : null };
  };
  return {
    loops: async () => [{ ...self, isRunning: true, loopDelayMs: loopDelayMs() }, ...(await Promise.all(children().map(loopOf)))],
    metrics: async () => {
      const others = await Promise.all(children().map((child) => child.ask("metrics", answerLimitMs).catch(() => null)));
      return [await metrics().registry.getMetricsAsJSON(), ...others.map((other) => figures.safeParse(other).data ?? [])];
    },
  };
}

/** What a process that was started by the first one may ask it. */
export function tellOfGroup(group: Group, question: string): Promise<unknown> {
  if (question === "loops") return group.loops();
  if (question === "all metrics") return group.metrics();
  return Promise.reject(new Error(`nobody answers "${question}"`));
}

/** As another process sees them, which asks the first. */
export function askedGroup(talk: Talk): Group {
  return {
    loops: async () => loops.parse(await talk.ask("loops", null, 2 * answerLimitMs)),
    metrics: async () => z.array(figures).parse(await talk.ask("all metrics", null, 2 * answerLimitMs)),
  };
}

/** In Prometheus' text: each series stands for one process, so that one that is replaced starts at 0 by itself. */
export async function metricsText(all: readonly (readonly object[])[]): Promise<{ readonly contentType: string; readonly text: string }> {
  // Some would be left out, such as when a process was started; none is summed up, since each is labelled with its process.
  const registry = AggregatorRegistry.aggregate(all.map((one) => one.map((metric) => ({ ...metric, aggregator: "sum" }))));
  return { contentType: registry.contentType, text: await registry.metrics() };
}
