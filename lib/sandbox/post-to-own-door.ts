import { performance } from "node:perf_hooks";
import { ownAddress } from "#lib/platform/own-address";
import type { MessageKind } from "#lib/providers/provider";
import type { SignedMessage } from "#lib/simulator/simulation";

/** As long as the most patient provider waits. */
const timeLimitMs = 15_000;
/** Answers to providers are short. */
const mostAnswerCharacters = 2_000;

/** By it the kept request is found again. */
export const markHeader = "countersign-sandbox";

export interface DoorAnswer {
  /** `null`: nothing came. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly body: string;
}

/** Posts a message to the door of this very process, over real HTTP. */
export async function postToOwnDoor(kind: MessageKind, token: string, { headers, body }: SignedMessage, mark: string): Promise<DoorAnswer> {
  const url = `${ownAddress()}/api/${kind === "validation" ? "validations" : "webhooks"}/${token}`;
  const startedMs = performance.now();
  const sinceMs = (): number => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(url, { method: "POST", headers: { ...headers, [markHeader]: mark }, body: Buffer.from(body), redirect: "manual", signal: AbortSignal.timeout(timeLimitMs) });
    const text = await response.text();
    return { status: response.status, durationMs: sinceMs(), body: text.slice(0, mostAnswerCharacters) };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { status: null, durationMs: sinceMs(), body: isLate ? `No answer came within ${String(timeLimitMs / 1000)} s.` : "The door did not answer." };
  }
}
