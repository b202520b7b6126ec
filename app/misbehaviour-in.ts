import { type Misbehaviour, misbehaviours } from "#lib/sandbox/session-shape";
import { firstValue, type SearchParams } from "./search-params.ts";

/** How the messages of the sandbox misbehave, from the address; what is unknown there counts as nothing. */
export function misbehaviourIn(params: SearchParams): readonly Misbehaviour[] {
  const asked = (firstValue(params, "misbehave") ?? "").split(",");
  return misbehaviours.filter((name) => asked.includes(name));
}
