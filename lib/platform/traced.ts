export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** What a span can be told while it runs. Never a secret, a token or a personal field: a collector keeps it elsewhere. */
export interface RunningSpan {
  readonly tell: (facts: SpanFacts) => void;
}

export interface Tracing {
  /** Runs `work` as a span, within the one that is running. What `work` rejects with passes through. */
  readonly run: <Result>(name: string, facts: SpanFacts, work: (span: RunningSpan) => Promise<Result>) => Promise<Result>;
}

// Next bundles its own copy of this file beside the one that the server loaded: both must see one value.
const held = globalThis as typeof globalThis & { [key: symbol]: Tracing | undefined };
const slot = Symbol.for("countersign.tracing");
const silent: RunningSpan = { tell: () => undefined };

/** From now on spans go there; `null`: nowhere. */
export function holdTracing(tracing: Tracing | null): void {
  if (tracing === null) Reflect.deleteProperty(held, slot);
  else held[slot] = tracing;
}

/** Runs `work` as a span of this name; only runs it while nobody collects traces. */
export function traced<Result>(name: string, facts: SpanFacts, work: (span: RunningSpan) => Promise<Result>): Promise<Result> {
  const tracing = held[slot];
  return tracing === undefined ? work(silent) : tracing.run(name, facts, work);
}
