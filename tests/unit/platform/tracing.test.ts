import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openTracing } from "#lib/platform/open-tracing";
import { traced } from "#lib/platform/traced";

const value = z.object({ stringValue: z.string().optional(), intValue: z.number().optional() });
const span = z.object({ name: z.string(), spanId: z.string(), parentSpanId: z.string().default(""), traceId: z.string(), attributes: z.array(z.object({ key: z.string(), value })), status: z.object({ code: z.number(), message: z.string().optional() }) });
const exported = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })) });

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** A collector as OpenTelemetry describes it, that keeps what it is sent. */
async function collector(): Promise<{ readonly url: string; readonly bodies: { readonly path: string; readonly text: string }[] }> {
  const bodies: { path: string; text: string }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      bodies.push({ path: request.url ?? "", text });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, bodies };
}

describe("traces", () => {
  it("reach the collector whole when we stop, each span within the one that ran it", async () => {
    const { url, bodies } = await collector();
    const tracing = await openTracing(`${url}/`);
    const answer = await traced("outer", { "countersign.events": 2 }, (outer) => traced("inner", {}, () => Promise.resolve(outer.tell({ "countersign.outcome": "accepted" }))).then(() => "done"));
    await tracing.stop();
    expect(answer).toBe("done");
    expect(bodies.map(({ path }) => path)).toEqual(["/v1/traces"]);
    const spans = exported.parse(JSON.parse(bodies[0]?.text ?? "")).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    const [inner, outer] = [spans.find(({ name }) => name === "inner"), spans.find(({ name }) => name === "outer")];
    expect(inner).toMatchObject({ parentSpanId: outer?.spanId, traceId: outer?.traceId });
    expect(outer?.attributes).toEqual([{ key: "countersign.events", value: { intValue: 2 } }, { key: "countersign.outcome", value: { stringValue: "accepted" } }]);
  });

  it("tell that something failed, and nothing of what the failure says", async () => {
    const { url, bodies } = await collector();
    const tracing = await openTracing(url);
    await expect(traced("fails", {}, () => Promise.reject(new RangeError("a secret word")))).rejects.toThrow("a secret word");
    await tracing.stop();
    expect(bodies[0]?.text).toContain("RangeError");
    expect(bodies[0]?.text).not.toContain("secret");
  });

  it("cost nothing and change nothing while there is no collector, or none that answers", async () => {
    await (await openTracing(null)).stop();
    expect(await traced("alone", {}, (running) => Promise.resolve(running.tell({ a: 1 })).then(() => 7))).toBe(7);
    const tracing = await openTracing("http://127.0.0.1:9");
    expect(await traced("unheard", {}, () => Promise.resolve(8))).toBe(8);
    await tracing.stop();
  });
});
