import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { knownLists } from "./check-rule-set.ts";
import { findRuleSet } from "./find-rule-set.ts";
import { presentRuleSet } from "./present-rule-set.ts";
import type { RuleSet } from "./rule-set-shape.ts";

/** One version by its public id. Throws `Problem("not_found")`. */
export async function getRuleSet(actor: Actor, id: string): Promise<RuleSet> {
  requirePermission(actor, "validationRules.read");
  const { prisma } = database();
  return presentRuleSet(await findRuleSet(prisma, id), await knownLists(prisma));
}
