import type { Prisma, Transaction } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { lockRuleSets } from "./lock-rules.sql.ts";

export type RuleSetRecord = Prisma.RuleSetGetPayload<object>;

/** A rule set by its public id. Throws `Problem("not_found")`. */
export async function findRuleSet(reader: Pick<Transaction, "ruleSet">, id: string): Promise<RuleSetRecord> {
  const uuid = parsePublicId("ruleSet", id);
  const record = uuid === null ? null : await reader.ruleSet.findUnique({ where: { id: uuid } });
  if (record === null) throw new Problem("not_found", "There is no rule set with this id. A draft may have been deleted; the rules of its source show those that exist.");
  return record;
}

/** The rule set that a command writes to; all sets of its source are locked until the command's end. */
export async function findRuleSetToWrite(tx: Transaction, id: string): Promise<RuleSetRecord> {
  const { sourceId } = await findRuleSet(tx, id);
  await lockRuleSets(tx, sourceId);
  return findRuleSet(tx, id);
}

/** Throws when somebody changed it after it was read. */
export function refuseChangedSince(record: RuleSetRecord, readAt: string | undefined): void {
  if (readAt === undefined || new Date(readAt).getTime() === record.updatedAt.getTime()) return;
  throw new Problem("conflict", `Version ${String(record.version)} was changed by somebody else since you read it, at ${record.updatedAt.toISOString()}. Nothing of yours was done: read it again, and repeat what is still right.`);
}

/** Later than what it replaces, even within one millisecond: by this two changes are told apart. */
export function nextUpdatedAt(record: RuleSetRecord, nowMs: number): Date {
  return new Date(Math.max(nowMs, record.updatedAt.getTime() + 1));
}
