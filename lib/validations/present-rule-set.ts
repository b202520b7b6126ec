import type { Actor } from "#lib/access/actor";
import { publicId } from "#lib/platform/ids";
import type { RuleSetRecord } from "./find-rule-set.ts";
import type { KnownLists } from "./rule-set-problems.ts";
import { type RuleSet, type RuleSetState, ruleSetStates } from "./rule-set-shape.ts";
import { ruleSetSentences } from "./sentence.ts";
import { storedRules } from "./stored-rules.ts";

/** A stored set as the API says it, with its sentences. */
export function presentRuleSet(record: RuleSetRecord, lists: KnownLists): RuleSet {
  const body = storedRules(record);
  return {
    id: publicId("ruleSet", record.id),
    sourceId: publicId("source", record.sourceId),
    version: record.version,
    state: stateOf(record.state),
    ...body,
    sentences: ruleSetSentences(body, (id) => lists.get(id)?.name ?? "a list that was deleted"),
    basedOn: record.basedOn,
    createdBy: record.createdBy,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    activatedBy: record.activatedBy,
    activatedAt: record.activatedAt?.toISOString() ?? null,
    retiredAt: record.retiredAt?.toISOString() ?? null,
  };
}

/** Who did it, as the audit names people. */
export function actorName(actor: Actor): string {
  return actor.name;
}

function stateOf(state: string): RuleSetState {
  const known = ruleSetStates.find((one) => one === state);
  if (known === undefined) throw new Error(`a stored rule set has the unknown state "${state}"`);
  return known;
}
