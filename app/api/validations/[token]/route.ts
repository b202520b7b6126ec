import { linesAsSent } from "#lib/receiving/lines-as-sent";
import { readWebBody } from "#lib/receiving/read-web-body";
import { validator } from "#lib/validations/validator";

export const dynamic = "force-dynamic";

/** The door of validations where Next runs alone; our own server takes these calls before Next sees them, by the same `validate`. */
async function take(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const firstByteMs = performance.now();
  const { token } = await params;
  const { validate, bodyLimitBytes } = validator();
  const body = request.method === "POST" ? await readWebBody(request, bodyLimitBytes) : new Uint8Array();
  const answer = await validate({
    method: request.method,
    token,
    headers: linesAsSent() ?? [...request.headers],
    body,
    remoteAddress: request.headers.get("x-countersign-remote-address"),
    firstByteMs,
  });
  return new Response(request.method === "HEAD" ? null : answer.body, {
    status: answer.status,
    headers: { ...answer.headers, "cache-control": "no-store", "x-content-type-options": "nosniff" },
  });
}

export { take as DELETE, take as GET, take as HEAD, take as OPTIONS, take as PATCH, take as POST, take as PUT };
