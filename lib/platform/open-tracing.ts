import type { RunningTracing } from "./start-tracing.ts";

/** Sends spans to this collector from now on. Without one nothing of the exporter is even loaded. */
export async function openTracing(endpoint: string | null): Promise<RunningTracing> {
  if (endpoint === null) return { stop: () => Promise.resolve() };
  const { startTracing } = await import("./start-tracing.ts");
  return startTracing(endpoint);
}
