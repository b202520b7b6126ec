import { installation } from "#lib/platform/installation";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import { keyedHash } from "#lib/receiving/keyed-hash";
import type { Answer, Caller, Route } from "./define-route.ts";
import { claimAnswer, keepAnswer, readAnswer, releaseAnswer, type AnswerName } from "./idempotent-answers.sql.ts";
import { type Rendered, renderAnswer } from "./render-answer.ts";

const keyForm = /^[\x21-\x7e]{1,255}$/;

const noContent = 204;

interface KeyedCall {
  readonly route: Route;
  readonly caller: Caller;
  readonly key: string;
  /** Path and query. */
  readonly target: string;
  readonly bytes: Uint8Array;
  readonly run: () => Promise<Answer | Response>;
}

/**
 * Runs the route at most once per caller, route and key within 24 hours; a repeated call gets the first one's answer
 * with secrets as `null`. What was refused did nothing, and is not kept. Throws `Problem("conflict")` for another call
 * under the same key, and while the first one is running.
 */
export async function onceByIdempotencyKey(call: KeyedCall): Promise<Rendered | Response> {
  const { route, caller, key } = call;
  if (!keyForm.test(key)) throw new Problem("bad_input", "The header Idempotency-Key takes 1 to 255 visible ASCII characters.");
  // Scripts make keys of what they have at hand, and targets name customers: neither is to be read, or guessed, in our table.
  const name: AnswerName = { actor: `${caller.type}:${caller.id}`, route: `${route.method} ${route.path}`, key: callHash(Buffer.from(key, "latin1")).toString("hex") };
  const requestHash = callHash(Buffer.concat([Buffer.from(`${call.target}\n`, "utf8"), call.bytes]));
  const claimed = await claimAnswer(name, requestHash);
  if (claimed === null) return repeat(name, requestHash);
  let answer: Answer | Response;
  try {
    answer = await call.run();
  } catch (error) {
    await release(name, claimed);
    throw error;
  }
  const rendered = renderAnswer(route, answer);
  if (rendered instanceof Response) await release(name, claimed);
  else await keep(name, claimed, rendered);
  return rendered;
}

function callHash(bytes: Uint8Array): Buffer {
  return Buffer.from(keyedHash(installation().hashKey, "call", bytes));
}

async function repeat(name: AnswerName, requestHash: Buffer): Promise<Rendered> {
  const kept = await readAnswer(name);
  if (kept === null || kept.status === null) {
    throw new Problem("conflict", "A call with this Idempotency-Key is running, or ended without an answer: look whether it took effect, then use a new key.", { retryAfterSeconds: 1 });
  }
  if (!requestHash.equals(kept.requestHash)) {
    throw new Problem("conflict", "This Idempotency-Key was used for another call: use a new key for every new call.");
  }
  if (kept.body === null && kept.status !== noContent) {
    throw new Problem("conflict", "This call took effect, and its answer is kept no more: a customer was erased since whom it may have named. Look at what it made, and use a new key for a new call.");
  }
  return { status: kept.status, text: kept.body, textWithoutSecrets: kept.body, headers: { "idempotency-replayed": "true" } };
}

async function release(name: AnswerName, claim: Date): Promise<void> {
  try {
    await releaseAnswer(name, claim);
  } catch (error) {
    log().warn({ err: error, route: name.route }, "an Idempotency-Key could not be released");
  }
}

/** The work is done: if its answer cannot be kept, the caller has it all the same. */
async function keep(name: AnswerName, claim: Date, rendered: Rendered): Promise<void> {
  try {
    await keepAnswer(name, claim, rendered.status, rendered.textWithoutSecrets);
  } catch (error) {
    log().warn({ err: error, route: name.route }, "an answer could not be kept for its Idempotency-Key");
  }
}
