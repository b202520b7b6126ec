import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database, type Transaction } from "#lib/platform/database/client";
import { newId, parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { sourceNotFound } from "#lib/sources/get-source";
import { providerOf } from "#lib/sources/present-source";
import { lockRuleSets } from "./lock-rules.sql.ts";
import { auditedRules } from "./audited-rules.ts";
import { canonicalRuleSet } from "./canonical-rule-set.ts";
import { heldLists, refuseBadHandOvers, refuseProblems } from "./check-rule-set.ts";
import { findRuleSet } from "./find-rule-set.ts";
import { actorName, presentRuleSet } from "./present-rule-set.ts";
import { emptyRuleSet, newRuleSetInput, ruleSetBodyInput } from "./rule-set-input.ts";
import type { RuleSet, RuleSetBody } from "./rule-set-shape.ts";
import { storedRules, withChanges } from "./stored-rules.ts";

/** More than anybody compares; retired versions do not count. */
const mostDrafts = 50;

/** A draft: empty, or a copy of another version of the same source, with what is given over it. */
export async function createRuleSet(actor: Actor, input: unknown): Promise<RuleSet> {
  requirePermission(actor, "validationRules.write");
  const given = parseInput(newRuleSetInput, input);
  const { prisma } = database();
  const source = await findSource(prisma, given.sourceId);
  const base = given.basedOn === undefined ? null : await findRuleSet(prisma, given.basedOn);
  if (base !== null && base.sourceId !== source.id) throw new Problem("bad_input", "Rules of one source cannot be copied by this to another.", { errors: [{ path: "basedOn", message: "must be a rule set of the same source" }] });
  const body = canonicalRuleSet(withChanges(base === null ? { ...emptyRuleSet, rules: [] } : storedRules(base), given));
  await refuseBadHandOvers(body, source.mode, true);
  return storeDraft(actor, { sourceId: given.sourceId, basedOn: base?.version ?? null, body });
}

const storeDraft = command({
  permission: "validationRules.write",
  input: z.strictObject({ sourceId: z.string(), basedOn: z.number().int().nullable(), body: ruleSetBodyInput }),
  run: async ({ actor, tx }, { sourceId, basedOn, body }): Promise<CommandResult<RuleSet>> => {
    const source = await findSource(tx, sourceId);
    await lockRuleSets(tx, source.id);
    const lists = await heldLists(tx);
    refuseProblems(body, lists);
    if ((await tx.ruleSet.count({ where: { sourceId: source.id, state: "draft" } })) >= mostDrafts) throw new Problem("conflict", `This source has ${String(mostDrafts)} drafts. Delete one that nobody needs first.`);
    const record = await tx.ruleSet.create({ data: { id: newId(), sourceId: source.id, version: await nextVersion(tx, source.id), ...columnsOf(body), basedOn, createdBy: actorName(actor), updatedAt: new Date(systemClock.now()) } });
    return {
      output: presentRuleSet(record, lists),
      audit: { action: "ruleSet.create", subjectType: "ruleSet", subjectId: record.id, details: { source: publicId("source", source.id), version: record.version, basedOn, after: auditedRules(body) } },
    };
  },
});

/** The columns of what decides. */
export function columnsOf({ rules, default: closing, fallback, deadlineMs }: RuleSetBody) {
  return { rules: json(rules), default: closing, fallback, deadlineMs };
}

/** The same as plain JSON: what zod read is nothing else, which its readonly groups hide from the column's type. */
function json(rules: RuleSetBody["rules"]) {
  return z.array(z.record(z.string(), z.json())).parse(rules);
}

async function nextVersion(tx: Transaction, sourceId: string): Promise<number> {
  const { _max } = await tx.ruleSet.aggregate({ where: { sourceId }, _max: { version: true } });
  return (_max.version ?? 0) + 1;
}

/** A source that validations can be asked of. */
async function findSource(reader: Pick<Transaction, "source">, id: string): Promise<{ readonly id: string; readonly mode: string }> {
  const uuid = parsePublicId("source", id);
  const source = uuid === null ? null : await reader.source.findFirst({ where: { id: uuid, deletedAt: null }, select: { id: true, mode: true, provider: true } });
  if (source === null) throw sourceNotFound();
  const provider = providerOf(source.provider);
  if (!provider.takesValidations) throw new Problem("bad_input", `${provider.name} asks nobody before it tries a payment: there is nothing that rules could decide.`, { errors: [{ path: "sourceId", message: "must be a source of a provider that takes validations" }] });
  return source;
}
