import type { Transaction } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { systemClock } from "#lib/platform/clock";
import type { ValidationList } from "./list-shape.ts";
import { type Condition, listFields, type ListField } from "./rule-set-shape.ts";
import { storedRules } from "./stored-rules.ts";

type Reader = Pick<Transaction, "validationList" | "validationListEntry" | "ruleSet">;

export interface ListRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly field: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A list by its public id. Throws `Problem("not_found")`. */
export async function findList(reader: Pick<Transaction, "validationList">, id: string): Promise<ListRecord> {
  const uuid = parsePublicId("validationList", id);
  const record = uuid === null ? null : await reader.validationList.findUnique({ where: { id: uuid } });
  if (record === null) throw new Problem("not_found", "There is no list with this id. It may have been deleted; the lists of validations show those that exist.");
  return record;
}

/** Lists as the API says them, each with how many entries count and which sets refer to it. */
export async function presentLists(reader: Reader, records: readonly ListRecord[]): Promise<ValidationList[]> {
  const ids = records.map(({ id }) => id);
  const counts = await reader.validationListEntry.groupBy({ by: ["listId"], where: { listId: { in: ids }, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(systemClock.now()) } }] }, _count: true });
  const uses = await usesOfLists(reader);
  return records.map((record) => ({
    id: publicId("validationList", record.id),
    name: record.name,
    description: record.description,
    field: listField(record.field),
    entryCount: counts.find(({ listId }) => listId === record.id)?._count ?? 0,
    usedBy: uses.filter(({ lists }) => lists.has(publicId("validationList", record.id))).map(({ lists: _lists, ...use }) => use),
    createdBy: record.createdBy,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  }));
}

/** The sets that may still decide or be edited, with the lists that they refer to. */
export async function usesOfLists(reader: Pick<Transaction, "ruleSet">): Promise<(ValidationList["usedBy"][number] & { readonly lists: ReadonlySet<string> })[]> {
  const sets = await reader.ruleSet.findMany({ where: { state: { in: ["draft", "active", "shadow"] } }, orderBy: { id: "desc" } });
  return sets.map((set) => ({ ruleSetId: publicId("ruleSet", set.id), sourceId: publicId("source", set.sourceId), version: set.version, state: set.state, lists: new Set(storedRules(set).rules.flatMap(({ when }) => listsIn(when))) }));
}

export function listField(field: string): ListField {
  const known = listFields.find((one) => one === field);
  if (known === undefined) throw new Error(`a stored list is of the unknown field "${field}"`);
  return known;
}

function listsIn(condition: Condition): readonly string[] {
  if ("all" in condition) return condition.all.flatMap(listsIn);
  if ("any" in condition) return condition.any.flatMap(listsIn);
  if ("not" in condition) return listsIn(condition.not);
  return "field" in condition && condition.op === "inList" ? [String(condition.value)] : [];
}
