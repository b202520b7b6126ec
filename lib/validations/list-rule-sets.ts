import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers, publicIdText } from "#lib/platform/page-query";
import { knownLists } from "./check-rule-set.ts";
import { presentRuleSet } from "./present-rule-set.ts";
import { type RuleSet, ruleSetStates } from "./rule-set-shape.ts";

/** `GET /validation-rules`. */
export const ruleSetsQuery = z.strictObject({ sourceId: publicIdText("source").optional(), state: z.enum(ruleSetStates).optional(), ...pageQueryMembers });
export type RuleSetsQuery = z.output<typeof ruleSetsQuery>;

/** Newest first, all states. */
export async function listRuleSets(actor: Actor, { sourceId, state, limit, cursor }: RuleSetsQuery): Promise<Page<RuleSet>> {
  requirePermission(actor, "validationRules.read");
  const { prisma } = database();
  const after = cursorId("ruleSet", cursor);
  const records = await prisma.ruleSet.findMany({
    where: { ...(sourceId === undefined ? {} : { sourceId }), ...(state === undefined ? {} : { state }), ...(after === null ? {} : { id: { lt: after } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const lists = await knownLists(prisma);
  return toPage("ruleSet", records, limit, (record) => presentRuleSet(record, lists));
}

/** The version that decides for a source, `null` where none does. */
export async function activeRuleSet(actor: Actor, sourceId: string): Promise<RuleSet | null> {
  const { data } = await listRuleSets(actor, ruleSetsQuery.parse({ sourceId, state: "active", limit: "1" }));
  return data[0] ?? null;
}
