import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceValidations } from "./announce-validations.sql.ts";
import { auditedDifference, auditedRules } from "./audited-rules.ts";
import { heldLists, refuseBadHandOvers, refuseProblems } from "./check-rule-set.ts";
import { findRuleSet, findRuleSetToWrite, nextUpdatedAt, refuseChangedSince } from "./find-rule-set.ts";
import { actorName, presentRuleSet } from "./present-rule-set.ts";
import { ruleSetDifference } from "./rule-set-difference.ts";
import { activationInput } from "./rule-set-input.ts";
import type { RuleSet } from "./rule-set-shape.ts";
import { storedRules } from "./stored-rules.ts";

/**
 * From the commit on this version decides, and the one before is retired: going back is activating that one again.
 * A hand-over whose name cannot be looked up is refused, unless this version decided before.
 */
export async function activateRuleSet(actor: Actor, id: string, input: unknown): Promise<RuleSet> {
  requirePermission(actor, "validationRules.activate");
  requireStepUpOfPeople(actor);
  const { updatedAt } = parseInput(activationInput, input);
  const { prisma } = database();
  const record = await findRuleSet(prisma, id);
  const source = await prisma.source.findUnique({ where: { id: record.sourceId }, select: { mode: true } });
  await refuseBadHandOvers(storedRules(record), source?.mode ?? "live", record.activatedAt !== null);
  return activate(actor, { id, updatedAt: updatedAt ?? record.updatedAt.toISOString() });
}

const activate = command({
  permission: "validationRules.activate",
  input: z.strictObject({ id: z.string(), updatedAt: z.string() }),
  run: async ({ actor, tx }, { id, updatedAt }): Promise<CommandResult<RuleSet>> => {
    const before = await findRuleSetToWrite(tx, id);
    if (before.state === "active") throw new Problem("conflict", `Version ${String(before.version)} is active already.`);
    refuseChangedSince(before, updatedAt);
    const body = storedRules(before);
    const lists = await heldLists(tx);
    refuseProblems(body, lists);
    const now = new Date(systemClock.now());
    const former = await tx.ruleSet.findFirst({ where: { sourceId: before.sourceId, state: "active" } });
    if (former !== null) await tx.ruleSet.update({ where: { id: former.id }, data: { state: "retired", retiredAt: now, updatedAt: nextUpdatedAt(former, now.getTime()) } });
    const record = await tx.ruleSet.update({ where: { id: before.id }, data: { state: "active", activatedAt: now, activatedBy: actorName(actor), retiredAt: null, updatedAt: nextUpdatedAt(before, now.getTime()) } });
    await announceValidations(tx);
    const changed = former === null ? { after: auditedRules(body) } : auditedDifference(ruleSetDifference(storedRules(former), body));
    return {
      output: presentRuleSet(record, lists),
      audit: { action: "ruleSet.activate", subjectType: "ruleSet", subjectId: before.id, details: { source: publicId("source", before.sourceId), version: before.version, was: before.state, formerVersion: former?.version ?? null, ...changed } },
    };
  },
});
