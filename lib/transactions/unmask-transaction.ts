import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { parsePublicId } from "#lib/platform/ids";
import { readTransaction } from "./get-transaction.ts";
import type { TransactionDetail } from "./transaction-shape.ts";

/** One transaction with the customer's name and e-mail address; that somebody looked is in the audit. */
export const unmaskTransaction = command({
  permission: "personal.read",
  input: z.strictObject({ id: z.string().max(100) }),
  run: async ({ actor }, { id }): Promise<CommandResult<TransactionDetail>> => {
    requirePermission(actor, "transactions.read");
    const output = await readTransaction(id, true);
    return { output, audit: { action: "transaction.unmask", subjectType: "transaction", subjectId: parsePublicId("transaction", id), details: {} } };
  },
});
