import { performance } from "node:perf_hooks";
import { postSigned } from "#lib/simulator/post-over-http";
import type { SignedMessage } from "#lib/simulator/simulation";
import { CliError } from "./cli-error.ts";

const timeLimitMs = 15_000;

export interface PostedAnswer {
  readonly status: number;
  readonly durationMs: number;
  /** The first 2 000 characters. */
  readonly body: string;
}

/** Posts a message over real HTTP. An answer of any status is an answer; throws `CliError` when there is none. */
export async function postMessage(url: URL, message: SignedMessage): Promise<PostedAnswer> {
  const startedMs = performance.now();
  const { status, body, failure } = await postSigned(url, message, timeLimitMs);
  if (status === null) throw new CliError(`${url.origin} did not answer: ${failure ?? "nothing came"}.`);
  return { status, durationMs: Math.round(performance.now() - startedMs), body };
}
