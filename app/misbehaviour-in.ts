import { type Misbehaviour, misbehaviours } from "#lib/simulator/misbehaviour";
import { firstValue, type SearchParams } from "./search-params.ts";

/** How the messages of the sandbox misbehave, from the address; what is unknown there counts as nothing. */
export function misbehaviourIn(params: SearchParams): Misbehaviour | null {
  const asked = firstValue(params, "misbehave");
  return misbehaviours.find((name) => name === asked) ?? null;
}
