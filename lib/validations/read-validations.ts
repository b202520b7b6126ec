import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database, type Prisma } from "#lib/platform/database/client";
import { firstIdAt, parsePublicId } from "#lib/platform/ids";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { Problem } from "#lib/platform/problem";
import { presentValidation, type ValidationRecord } from "./present-validation.ts";
import type { ValidationsQuery } from "./validation-queries.ts";
import type { Validation } from "./validation-shape.ts";

/** Recorded decisions by filter, newest first. */
export async function listValidations(actor: Actor, query: ValidationsQuery): Promise<Page<Validation>> {
  requirePermission(actor, "validations.read");
  const records = await database().prisma.validation.findMany({ where: whereOf(query), orderBy: { id: "desc" }, take: query.limit + 1 });
  const view = { detailed: may(actor, "validationRules.read"), unmasked: false };
  return toPage("validation", records, query.limit, (record) => presentValidation(record, view));
}

/** One decision by its public id, personal fields masked. Throws `Problem("not_found")`. */
export async function getValidation(actor: Actor, id: string): Promise<Validation> {
  requirePermission(actor, "validations.read");
  return presentValidation(await findValidation(id), { detailed: may(actor, "validationRules.read"), unmasked: false });
}

/** One decision with its personal fields; that somebody looked is in the audit. */
export const unmaskValidation = command({
  permission: "personal.read",
  input: z.strictObject({ id: z.string().max(100) }),
  run: async ({ actor }, { id }): Promise<CommandResult<Validation>> => {
    requirePermission(actor, "validations.read");
    const output = presentValidation(await findValidation(id), { detailed: may(actor, "validationRules.read"), unmasked: true });
    return { output, audit: { action: "validation.unmask", subjectType: "validation", subjectId: parsePublicId("validation", id), details: {} } };
  },
});

async function findValidation(id: string): Promise<ValidationRecord> {
  const uuid = parsePublicId("validation", id);
  const record = uuid === null ? null : await database().prisma.validation.findUnique({ where: { id: uuid } });
  if (record === null) throw new Problem("not_found", "There is no decision with this id. It may be older than what is kept; the list of validations shows those that are.");
  return record;
}

function whereOf({ sourceId, mode, from, to, cursor, action, rule, ruleSetId, transactionId, requestId, fallbackUsed }: ValidationsQuery): Prisma.ValidationWhereInput {
  const before = cursorId("validation", cursor);
  const until = to === undefined ? null : firstIdAt(Date.parse(to));
  const bounds = [before, until].filter((bound) => bound !== null).toSorted();
  return {
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(mode === undefined ? {} : { mode }),
    ...(action === undefined ? {} : { action }),
    ...(rule === undefined ? {} : { rule }),
    ...(ruleSetId === undefined ? {} : { ruleSetId }),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(fallbackUsed === undefined ? {} : { fallbackUsed: fallbackUsed === "true" }),
    id: { ...(from === undefined ? {} : { gte: firstIdAt(Date.parse(from)) }), ...(bounds[0] === undefined ? {} : { lt: bounds[0] }) },
  };
}
