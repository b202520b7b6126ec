import { bodyTooSlow } from "#lib/receiving/door-answer";
import { firstByteAsSent, linesAsSent } from "#lib/receiving/lines-as-sent";
import { readWebBody } from "#lib/receiving/read-web-body";
import { late } from "#lib/validations/deadline";
import { validator } from "#lib/validations/validator";

export const dynamic = "force-dynamic";

/** The door of validations where Next runs alone; our own server takes these calls before Next sees them, by the same `validate`. */
async function take(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const firstByteMs = firstByteAsSent();
  const { token } = await params;
  const { validate, bodyInTime, bodyLimitBytes } = validator();
  const body = request.method === "POST" ? await bodyInTime(token, firstByteMs, readWebBody(request, bodyLimitBytes)) : new Uint8Array();
  const call = { method: request.method, token, headers: linesAsSent() ?? [...request.headers], remoteAddress: request.headers.get("x-countersign-remote-address"), firstByteMs };
  const answer = body === late ? bodyTooSlow() : await validate({ ...call, body });
  return new Response(request.method === "HEAD" ? null : answer.body, {
    status: answer.status,
    headers: { ...answer.headers, "cache-control": "no-store", "x-content-type-options": "nosniff" },
  });
}

export { take as DELETE, take as GET, take as HEAD, take as OPTIONS, take as PATCH, take as POST, take as PUT };
