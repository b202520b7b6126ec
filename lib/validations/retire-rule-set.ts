import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceValidations } from "./announce-validations.sql.ts";
import { knownLists } from "./check-rule-set.ts";
import { findRuleSetToWrite, nextUpdatedAt } from "./find-rule-set.ts";
import { presentRuleSet } from "./present-rule-set.ts";
import type { RuleSet } from "./rule-set-shape.ts";

/** The active version stops deciding, and none takes its place: everything is approved until one is activated. */
export const retireRuleSet = command({
  permission: "validationRules.activate",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<RuleSet>> => {
    requireStepUpOfPeople(actor);
    const before = await findRuleSetToWrite(tx, id);
    if (before.state !== "active") throw new Problem("conflict", `Version ${String(before.version)} is ${before.state}: only the active one can be taken out.`);
    const now = new Date(systemClock.now());
    const record = await tx.ruleSet.update({ where: { id: before.id }, data: { state: "retired", retiredAt: now, updatedAt: nextUpdatedAt(before, now.getTime()) } });
    await announceValidations(tx);
    return {
      output: presentRuleSet(record, await knownLists(tx)),
      audit: { action: "ruleSet.retire", subjectType: "ruleSet", subjectId: before.id, details: { source: publicId("source", before.sourceId), version: before.version } },
    };
  },
});
