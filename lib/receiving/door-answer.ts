import { Problem, type ProblemKind } from "#lib/platform/problem";
import type { Answer } from "#lib/providers/provider";

/** What the door says before any provider is known, or when none has a say. Never signed. */
export function problemAnswer(kind: ProblemKind, detail: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const problem = new Problem(kind, detail);
  return {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...headers },
    body: JSON.stringify(problem.body()),
  };
}

export const unknownSource = (): Answer => problemAnswer("not_found", "No source listens at this address. Copy the URL from the source's page.");

export const bodyTooLarge = (limitBytes: number): Answer => problemAnswer("too_large", `The body is larger than ${String(limitBytes)} bytes.`);

export const encodedBody = (): Answer =>
  problemAnswer("unsupported_media_type", "Bodies are taken as they are signed: send them without Content-Encoding.", { "accept-encoding": "identity" });

/** For a body of which the rest would come after the answer has to be there. */
export const bodyTooSlow = (): Answer => problemAnswer("too_slow", "The body did not come in time.");

export const unavailable = (): Answer =>
  problemAnswer("unavailable", "The message could not be stored at the moment. Send it again.", { "retry-after": "5" });

export const tooManyFailures = (waitSeconds: number): Answer =>
  problemAnswer("too_many", "Too many requests from your address were signed with no key of ours, or sent to addresses that are not ours. What is rightly signed is taken at any time.", { "retry-after": String(waitSeconds) });

export const methodNotAllowed = (): Answer =>
  problemAnswer("method_not_allowed", "Webhooks are sent here with POST.", { allow: "GET, HEAD, POST" });

/** For people who paste the address into a browser; the same whether or not a source listens here. */
export const greeting = (): Answer => ({
  status: 200,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "This address takes webhooks by POST from a payment provider. Nothing is shown here.\n",
});
