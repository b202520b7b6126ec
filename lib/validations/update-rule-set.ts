import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { auditedDifference } from "./audited-rules.ts";
import { canonicalRuleSet } from "./canonical-rule-set.ts";
import { heldLists, refuseBadHandOvers, refuseProblems } from "./check-rule-set.ts";
import { columnsOf } from "./create-rule-set.ts";
import { findRuleSet, findRuleSetToWrite, nextUpdatedAt, refuseChangedSince, type RuleSetRecord } from "./find-rule-set.ts";
import { presentRuleSet } from "./present-rule-set.ts";
import { ruleSetDifference } from "./rule-set-difference.ts";
import { ruleSetChanges } from "./rule-set-input.ts";
import type { RuleSet } from "./rule-set-shape.ts";
import { storedRules, withChanges } from "./stored-rules.ts";

/** Changes a draft. With `updatedAt` only while nobody else has: two editors do not overwrite each other unseen. */
export async function updateRuleSet(actor: Actor, id: string, input: unknown): Promise<RuleSet> {
  requirePermission(actor, "validationRules.write");
  const changes = parseInput(ruleSetChanges, input);
  const { prisma } = database();
  const record = await findRuleSet(prisma, id);
  refuseFinished(record);
  const source = await prisma.source.findUnique({ where: { id: record.sourceId }, select: { mode: true } });
  await refuseBadHandOvers(withChanges(storedRules(record), changes), source?.mode ?? "live", true);
  return storeChanges(actor, { id, changes });
}

const storeChanges = command({
  permission: "validationRules.write",
  input: z.strictObject({ id: z.string(), changes: ruleSetChanges }),
  run: async ({ tx }, { id, changes: { updatedAt, ...changes } }): Promise<CommandResult<RuleSet>> => {
    const before = await findRuleSetToWrite(tx, id);
    refuseFinished(before);
    refuseChangedSince(before, updatedAt);
    const body = canonicalRuleSet(withChanges(storedRules(before), changes));
    const lists = await heldLists(tx);
    refuseProblems(body, lists);
    const record = await tx.ruleSet.update({ where: { id: before.id }, data: { ...columnsOf(body), updatedAt: nextUpdatedAt(before, systemClock.now()) } });
    return {
      output: presentRuleSet(record, lists),
      audit: { action: "ruleSet.update", subjectType: "ruleSet", subjectId: before.id, details: { source: publicId("source", before.sourceId), version: before.version, ...auditedDifference(ruleSetDifference(storedRules(before), body)) } },
    };
  },
});

/** What was once active or spoke beside decisions never changes: they name it. */
export function refuseFinished({ state, version }: RuleSetRecord): void {
  if (state !== "draft") throw new Problem("conflict", `Version ${String(version)} is ${state}: what decisions refer to does not change. Make a draft that is based on it instead.`);
}
