import type { Actor } from "./actor.ts";
import { requireStepUp } from "./require-step-up.ts";

/** Throws unless a person in the dashboard proved lately who they are. API keys act by their scope, the command line by its account. */
export function requireStepUpOfPeople(actor: Actor, nowMs?: number): void {
  if (actor.type === "user") requireStepUp(actor, nowMs);
}
