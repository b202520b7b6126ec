import { collectDefaultMetrics, Counter, Registry } from "prom-client";
import { expect, test } from "vitest";
import { metricsText } from "#lib/server/group";

async function figuresOf(name: string, calls: number): Promise<readonly object[]> {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry });
  new Counter({ name: "calls_total", help: "Calls", registers: [registry] }).inc(calls);
  return registry.getMetricsAsJSON();
}

test("what several processes measure stands side by side: nothing summed up, nothing left out", async () => {
  const { text } = await metricsText([await figuresOf("main", 2), await figuresOf("door-1", 3), []]);
  expect(text).toContain('calls_total{process="main"} 2');
  expect(text).toContain('calls_total{process="door-1"} 3');
  expect(text.match(/^process_start_time_seconds\{process="(main|door-1)"\} \d/gm)).toHaveLength(2);
  expect(text.match(/^nodejs_version_info\{.*\} 1$/gm)).toHaveLength(2);
});
