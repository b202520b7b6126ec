import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

/** What this process measures of itself, in Prometheus' conventions. Labels are closed lists: no ids, no references. */
export interface Metrics {
  readonly registry: Registry;
  /** Inbound requests by provider and outcome; `unknown` where no source was found. */
  readonly requests: Counter<"provider" | "outcome">;
  /** From the last byte of the body to the answer. */
  readonly answerSeconds: Histogram<"provider">;
  /** Recorded attempts to deliver: succeeded, retried (a later attempt follows) or failed for good. */
  readonly attempts: Counter<"outcome">;
  /** Answered validations: what was said, and whether it was the fallback. */
  readonly validations: Counter<"action" | "fallback">;
  /** From the first byte of a validation to its answer. */
  readonly validationSeconds: Histogram;
  /** Validations that were answered and could not be recorded. */
  readonly unrecordedValidations: Counter;
}

const slot = Symbol.for("countersign.metrics");
const held = globalThis as typeof globalThis & { [slot]?: Metrics };

/** One registry per process, shared by our copies inside and outside Next's bundle. */
export function metrics(): Metrics {
  return (held[slot] ??= createMetrics());
}

function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({ name: "countersign_requests_total", help: "Inbound webhook requests", labelNames: ["provider", "outcome"], registers: [registry] }),
    attempts: new Counter({ name: "countersign_delivery_attempts_total", help: "Attempts to deliver events to endpoints", labelNames: ["outcome"], registers: [registry] }),
    validations: new Counter({ name: "countersign_validations_total", help: "Answered validation requests", labelNames: ["action", "fallback"], registers: [registry] }),
    validationSeconds: new Histogram({ name: "countersign_validation_seconds", help: "Time from the first byte of a validation to its answer", buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2], registers: [registry] }),
    unrecordedValidations: new Counter({ name: "countersign_validations_unrecorded_total", help: "Validations that were answered and could not be recorded", registers: [registry] }),
    answerSeconds: new Histogram({
      name: "countersign_answer_seconds",
      help: "Time from the last byte of a webhook to its answer",
      labelNames: ["provider"],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
      registers: [registry],
    }),
  };
}
