import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { acknowledgeFound, countOpenAnomalies } from "./acknowledge-many.sql.ts";
import { anomalyCodes } from "./anomalies.ts";
import { announceTransaction } from "./lock-transaction.sql.ts";
import { searchableBy } from "./searchable-by.ts";
import { auditedFilter, transactionFilter } from "./transaction-filter.ts";

/** As many as one transaction takes; the rest follows by calling again. */
const mostAtOnce = 1_000;

/** Body of `POST /transactions/anomalies/acknowledge`. */
export const acknowledgeManyInput = z.strictObject({
  code: z.enum(anomalyCodes),
  filter: transactionFilter.omit({ anomaly: true }).default({}).meta({ description: "Names of GET /transactions; left out: all transactions that have this anomaly" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count" }),
});

export const acknowledgedManyShape = z
  .object({
    count: z.number().int().meta({ description: "Transactions that the filter found with this anomaly, unacknowledged" }),
    acknowledged: z.number().int(),
    remaining: z.number().int().meta({ description: "Not 0: call again for the rest" }),
  })
  .meta({ id: "AcknowledgedMany" });
export type AcknowledgedMany = z.infer<typeof acknowledgedManyShape>;

/** Says that a person has looked at one kind of anomaly in all transactions that a filter finds, up to 1 000 in one call. */
export const acknowledgeAnomalies = command({
  permission: "transactions.write",
  input: acknowledgeManyInput,
  run: async ({ actor, tx }, { code, filter: asked, dryRun }): Promise<CommandResult<AcknowledgedMany>> => {
    const filter = searchableBy(actor, asked);
    const count = await countOpenAnomalies(database().pool, filter, code);
    const by = { name: actor.name, at: new Date(systemClock.now()) };
    const acknowledged = dryRun ? 0 : await acknowledgeFound(tx, filter, code, by, mostAtOnce);
    const output = { count, acknowledged, remaining: Math.max(0, count - acknowledged) };
    if (acknowledged === 0) return { output, audit: [] };
    await announceTransaction(tx, null);
    return { output, audit: { action: "anomaly.acknowledge_many", subjectType: "transaction", subjectId: null, details: { code, acknowledged, filter: auditedFilter(filter) } } };
  },
});
