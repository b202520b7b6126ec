import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { requireStepUp } from "#lib/access/require-step-up";
import { database } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { newId, publicId } from "#lib/platform/ids";
import { publicIdText } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { countAttempts, countLoose, countValidations, planBySource } from "./erasure-plan.sql.ts";
import { addFirstErasureJob } from "./erase-records.sql.ts";
import type { ErasurePlan, ErasureView } from "./erasure-shape.ts";
import { presentErasure } from "./get-erasure.ts";
import { digestOf, pseudonymOf } from "./pseudonym.ts";

/** Body of `POST /customers/{reference}/erase`. */
export const erasureInput = z.strictObject({
  sourceIds: z.array(publicIdText("source")).min(1).max(1_000).optional().meta({ description: "Left out: every source. The same reference may name another person at another source" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count" }),
});

interface Asked {
  readonly reference: string;
  readonly sourceIds?: readonly string[] | undefined;
}

/** What erasing a customer would overwrite, without changing anything. Throws `Problem("not_found")` where nothing names him. */
export async function planErasure(actor: Actor, { reference, sourceIds }: Asked): Promise<ErasurePlan> {
  requirePermission(actor, "personal.erase");
  const { pool } = database();
  const asked = sourceIds ?? null;
  const [sources, loose, validations] = await Promise.all([planBySource(pool, reference, asked), countLoose(pool, reference, asked), countValidations(pool, reference, asked)]);
  if (sources.length === 0 && loose + validations === 0) throw new Problem("not_found", "No transaction or event names this customer. References are compared exactly, capitals included.");
  return {
    transactions: sources.reduce((sum, { transactions }) => sum + transactions, 0),
    events: sources.reduce((sum, { events }) => sum + events, loose + validations),
    attempts: await countAttempts(pool, reference, sourceIds ?? null),
    sources: sources.map(({ sourceId, name, transactions }) => ({ id: publicId("source", sourceId), name, transactions })),
  };
}

/** Has the worker overwrite what is kept of a customer. Throws `Problem("conflict")` while the same is under way. */
export const startErasure = command({
  permission: "personal.erase",
  input: z.strictObject({ reference: z.string().min(1).max(500), sourceIds: z.array(z.uuid()).optional() }),
  run: async ({ actor, tx }, asked): Promise<CommandResult<ErasureView>> => {
    // What needs a fresh password of people acts by its scope for scripts.
    if (actor.type === "user") requireStepUp(actor);
    const { reference } = asked;
    const plan = await planErasure(actor, asked);
    const pseudonym = pseudonymOf(reference);
    if ((await tx.erasure.count({ where: { pseudonym, state: "running" } })) > 0) throw new Problem("conflict", "This customer is being erased already. Wait for the end of it.");
    const sourceIds = asked.sourceIds ?? (await tx.source.findMany({ select: { id: true } })).map(({ id }) => id);
    const id = newId();
    const sealedReference = installation().ring.seal(reference, { purpose: "erasure", rowId: id });
    const row = await tx.erasure.create({ data: { id, state: "running", pseudonym, sealedReference, sourceIds: [...sourceIds], total: plan.transactions, createdBy: actor.name } });
    await addFirstErasureJob(tx, id);
    const details = { erasureId: id, transactions: plan.transactions, events: plan.events, attempts: plan.attempts, sources: plan.sources.map((source) => source.id) };
    return { output: presentErasure(row), audit: { action: "customer.erase", subjectType: "customer", subjectId: digestOf(pseudonym), details } };
  },
});
