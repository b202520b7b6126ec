import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { publicId } from "#lib/platform/ids";
import { auditedRules } from "./audited-rules.ts";
import { findRuleSetToWrite } from "./find-rule-set.ts";
import { storedRules } from "./stored-rules.ts";
import { refuseFinished } from "./update-rule-set.ts";

/** Throws a draft away. Other versions stay: decisions name them. */
export const deleteRuleSet = command({
  permission: "validationRules.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<null>> => {
    const before = await findRuleSetToWrite(tx, id);
    refuseFinished(before);
    await tx.ruleSet.delete({ where: { id: before.id } });
    return { output: null, audit: { action: "ruleSet.delete", subjectType: "ruleSet", subjectId: before.id, details: { source: publicId("source", before.sourceId), version: before.version, before: auditedRules(storedRules(before)) } } };
  },
});
