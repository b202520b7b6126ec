import { performance } from "node:perf_hooks";
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
export async function postMessage(url: URL, { headers, body }: SignedMessage): Promise<PostedAnswer> {
  const startedMs = performance.now();
  try {
    const response = await fetch(url, { method: "POST", headers: { ...headers }, body: Buffer.from(body), redirect: "manual", signal: AbortSignal.timeout(timeLimitMs) });
    const text = await response.text();
    return { status: response.status, durationMs: Math.round(performance.now() - startedMs), body: text.slice(0, 2000) };
  } catch (error) {
    throw new CliError(`${url.origin} did not answer: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `nothing came within ${String(timeLimitMs / 1000)} s`;
  const code = codeOf(error.cause) ?? codeOf(error);
  if (code === "ECONNREFUSED") return "nothing listens there; is Countersign running, and is the port right";
  if (code === "ENOTFOUND") return "its name is not known; check the URL";
  return code ?? (error.cause instanceof Error ? error.cause.message : error.message);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
