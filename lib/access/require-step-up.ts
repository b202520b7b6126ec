import { Problem } from "#lib/platform/problem";
import type { Actor } from "./actor.ts";

/** How long a proved password counts as fresh. */
export const stepUpFreshMs = 10 * 60 * 1000;

/** Throws unless this session proved its password lately. No API key can: what needs this is for people alone. */
export function requireStepUp(actor: Actor, nowMs: number = Date.now()): void {
  if (actor.type === "cli" || actor.type === "worker") return;
  if (actor.type !== "user") throw new Problem("forbidden", "No API key may do this: sign in to the dashboard.");
  const at = actor.steppedUpAtMs;
  if (at === null || nowMs - at > stepUpFreshMs) {
    throw new Problem("step_up_required", "This needs your password again: confirm it, then repeat this within 10 minutes.");
  }
}
