import { requireOwnPage } from "#lib/access/csrf";
import { requestActor } from "#lib/access/request-actor";
import { requirePermission } from "#lib/access/require-permission";
import { Problem } from "#lib/platform/problem";
import { traced } from "#lib/platform/traced";
import { type Rendered, renderAnswer } from "./render-answer.ts";
import type { Caller, Method, Route } from "./define-route.ts";
import { onceByIdempotencyKey } from "./idempotency.ts";
import { problemResponse } from "./problem-response.ts";
import { readBody } from "./read-body.ts";
import { refuseUnstorable } from "./refuse-unstorable.ts";

interface NextContext {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export type Handler = (request: Request, context: NextContext) => Promise<Response>;

/**
 * The handlers of one `route.ts`: `export const { GET, POST, PUT, PATCH, DELETE } = handle(listSources, createSource);`
 * Export all five: a method without a route is answered 405 in our own form.
 */
export function handle(...routes: readonly Route[]): Readonly<Record<Method, Handler>> {
  const handler = (method: Method): Handler => {
    const route = routes.find((candidate) => candidate.method === method);
    return async (request, context) => {
      if (route === undefined) return refuseMethod(request, routes);
      return traced(`${method} /api/v1${route.path}`, {}, async (span) => {
        const response = await answer(route, request, context).catch((error: unknown) => problemResponse(error, request));
        span.tell({ "http.response.status_code": response.status });
        return response;
      });
    };
  };
  return { GET: handler("GET"), POST: handler("POST"), PUT: handler("PUT"), PATCH: handler("PATCH"), DELETE: handler("DELETE") };
}

async function answer(route: Route, request: Request, context: NextContext): Promise<Response> {
  const caller = await admit(route, request);
  const query = readQuery(request);
  refuseUnstorable(query, "Some query parameters are not as they should be.");
  const body = route.method === "GET" ? { bytes: new Uint8Array(0), json: {} } : await readBody(request);
  refuseUnstorable(body.json, "Some fields of the body are not as they should be.");
  const run = route.prepare(caller, { params: await context.params, query, body: body.json, request });
  const key = request.headers.get("idempotency-key");
  if (key === null || !route.idempotent || caller === null) return respond(renderAnswer(route, await run()));
  const { pathname, search } = new URL(request.url);
  return respond(await onceByIdempotencyKey({ route, caller, key, target: pathname + search, bytes: body.bytes, run }));
}

function respond(rendered: Rendered | Response): Response {
  if (rendered instanceof Response) return rendered;
  return new Response(rendered.text, {
    status: rendered.status,
    headers: { ...(rendered.text === null ? {} : { "content-type": "application/json" }), "cache-control": "no-store", ...rendered.headers },
  });
}

/** A method without a route here: 405 with those that there are (RFC 9110 §15.5.6). */
function refuseMethod(request: Request, routes: readonly Route[]): Response {
  const allowed = routes.map(({ method }) => method).join(", ");
  const detail = `This address takes ${allowed === "" ? "no method" : allowed}, not ${request.method}.`;
  return problemResponse(new Problem("method_not_allowed", detail), request, { allow: allowed });
}

/** Who calls, if they may; `null` for a route that is open to anybody. */
async function admit(route: Route, request: Request): Promise<Caller | null> {
  if (route.permission === null) return null;
  const caller = await requestActor(request);
  if (caller.type === "user" && route.method !== "GET") requireOwnPage(request.headers, caller.sessionId);
  if (route.permission !== "signedIn") requirePermission(caller, route.permission);
  return caller;
}

/** One value by name; a name that came twice has a list, which schemas of single values refuse. */
function readQuery(request: Request): Readonly<Record<string, string | string[]>> {
  const { searchParams } = new URL(request.url);
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name);
      const [only] = values;
      return [name, values.length === 1 && only !== undefined ? only : values];
    }),
  );
}
