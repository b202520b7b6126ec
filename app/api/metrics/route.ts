import { installation } from "#lib/platform/installation";
import { metrics } from "#lib/platform/metrics";
import { equalBytes, utf8Bytes } from "#lib/signing/digest";

export const dynamic = "force-dynamic";

/** Prometheus text for whoever has `METRICS_TOKEN`; nothing is here for anybody else. */
export async function GET(request: Request): Promise<Response> {
  const { metricsToken } = installation();
  const given = request.headers.get("authorization") ?? "";
  if (metricsToken === null || !equalBytes(utf8Bytes(given), utf8Bytes(`Bearer ${metricsToken}`))) return new Response(null, { status: 404 });
  const { registry } = metrics();
  return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType, "cache-control": "no-store" } });
}
