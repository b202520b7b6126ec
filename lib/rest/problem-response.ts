import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { newId } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import { writeJson } from "#lib/platform/raw-json";

const retryAfterSeconds = 5;

/** RFC 9457 for whatever was thrown. A fault of ours is logged under a reference and tells nothing of itself. */
export function problemResponse(thrown: unknown, request: Request, headers: Readonly<Record<string, string>> = {}): Response {
  const problem = asProblem(thrown, request);
  return new Response(writeJson(problem.body()), {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(problem.kind === "not_signed_in" ? { "www-authenticate": "Bearer" } : {}),
      ...(problem.retryAfterSeconds === null ? {} : { "retry-after": String(problem.retryAfterSeconds) }),
      ...headers,
    },
  });
}

function asProblem(thrown: unknown, request: Request): Problem {
  if (thrown instanceof Problem) return thrown;
  const route = { method: request.method, path: new URL(request.url).pathname };
  if (isUnavailable(thrown)) {
    log().warn({ err: thrown, ...route }, "a call found the database away");
    return new Problem("unavailable", "The database cannot be reached. Try again in a few seconds.", { retryAfterSeconds });
  }
  const reference = newId();
  log().error({ err: thrown, reference, ...route }, "a call failed");
  return new Problem("internal", `This is a fault of Countersign, not of your call. Its log says more under the reference ${reference}.`);
}
