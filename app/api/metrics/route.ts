import { installation } from "#lib/platform/installation";
import { metrics } from "#lib/platform/metrics";
import { mayReadMetrics } from "#lib/stats/metrics-access";

export const dynamic = "force-dynamic";

/** Prometheus text for whoever has `METRICS_TOKEN`; nothing is here for anybody else. Where a server has several processes, it answers this itself. */
export async function GET(request: Request): Promise<Response> {
  if (!mayReadMetrics(installation().metricsToken, request.headers.get("authorization") ?? "")) return new Response(null, { status: 404 });
  const { registry } = metrics();
  return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType, "cache-control": "no-store" } });
}
