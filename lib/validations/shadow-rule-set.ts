import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import type { Transaction } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceValidations } from "./announce-validations.sql.ts";
import { heldLists, refuseProblems } from "./check-rule-set.ts";
import { findRuleSetToWrite, nextUpdatedAt, refuseChangedSince, type RuleSetRecord } from "./find-rule-set.ts";
import { presentRuleSet } from "./present-rule-set.ts";
import { shadowInput } from "./rule-set-input.ts";
import type { RuleSet } from "./rule-set-shape.ts";
import { storedRules } from "./stored-rules.ts";

/** Lets a version say beside the active one what it would have said, or no longer. The one that did so before gives way. Answers do not change. */
export const shadowRuleSet = command({
  permission: "validationRules.activate",
  input: shadowInput.extend({ id: z.string() }),
  run: async ({ tx }, { id, enabled, updatedAt }): Promise<CommandResult<RuleSet>> => {
    const before = await findRuleSetToWrite(tx, id);
    refuseChangedSince(before, updatedAt);
    const lists = await heldLists(tx);
    const now = new Date(systemClock.now());
    const former = enabled ? await begin(tx, before, now, lists) : end(before);
    const record = await tx.ruleSet.update({ where: { id: before.id }, data: { state: enabled ? "shadow" : "retired", retiredAt: enabled ? null : now, updatedAt: nextUpdatedAt(before, now.getTime()) } });
    await announceValidations(tx);
    return {
      output: presentRuleSet(record, lists),
      audit: { action: enabled ? "ruleSet.shadow" : "ruleSet.endShadow", subjectType: "ruleSet", subjectId: before.id, details: { source: publicId("source", before.sourceId), version: before.version, formerVersion: former } },
    };
  },
});

async function begin(tx: Transaction, before: RuleSetRecord, now: Date, lists: Awaited<ReturnType<typeof heldLists>>): Promise<number | null> {
  if (before.state === "active") throw new Problem("conflict", `Version ${String(before.version)} is active: it decides, and needs not speak beside itself.`);
  if (before.state === "shadow") throw new Problem("conflict", `Version ${String(before.version)} runs beside the active one already.`);
  refuseProblems(storedRules(before), lists);
  const former = await tx.ruleSet.findFirst({ where: { sourceId: before.sourceId, state: "shadow" } });
  if (former !== null) await tx.ruleSet.update({ where: { id: former.id }, data: { state: "retired", retiredAt: now, updatedAt: nextUpdatedAt(former, now.getTime()) } });
  return former?.version ?? null;
}

function end({ state, version }: RuleSetRecord): null {
  if (state !== "shadow") throw new Problem("conflict", `Version ${String(version)} does not run beside the active one: it is ${state}.`);
  return null;
}
