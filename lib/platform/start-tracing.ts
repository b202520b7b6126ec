import { context, diag, DiagLogLevel, type Span, SpanStatusCode } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { log } from "./log.ts";
import { holdTracing, type RunningSpan, type Tracing } from "./traced.ts";

export interface RunningTracing {
  /** Sends what is left. */
  readonly stop: () => Promise<void>;
}

/** A collector that does not answer holds up nobody's stop for longer. */
const exportLimitMs = 2_000;

/**
 * Sends our spans to a collector, as OTLP over HTTP (`endpoint` is the base; spans go to `/v1/traces` below it). The
 * provider is not made the process's own: Next would then tell of every request with its whole address, tokens and all.
 */
export function startTracing(endpoint: string): RunningTracing {
  const report = (message: string): void => log().warn({ reason: message.slice(0, 500) }, "traces could not be sent");
  diag.setLogger({ error: report, warn: report, info: () => undefined, debug: () => undefined, verbose: () => undefined }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces`, timeoutMillis: exportLimitMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "countersign" }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: exportLimitMs })],
  });
  const tracer = provider.getTracer("countersign");
  const tracing: Tracing = { run: (name, facts, work) => tracer.startActiveSpan(name, { attributes: { ...facts } }, (span) => follow(span, work)) };
  holdTracing(tracing);
  return {
    stop: async () => {
      holdTracing(null);
      // What cannot be sent is lost: the stop goes on.
      await provider.shutdown().catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
      context.disable();
      diag.disable();
    },
  };
}

async function follow<Result>(span: Span, work: (running: RunningSpan) => Promise<Result>): Promise<Result> {
  try {
    return await work({ tell: (facts) => void span.setAttributes({ ...facts }) });
  } catch (error) {
    // The kind of failure alone: messages can hold what came in.
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "unknown" });
    throw error;
  } finally {
    span.end();
  }
}
