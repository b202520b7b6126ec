import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { customerDigest } from "#lib/events/customer-digest";
import type { Customer } from "./customer-shape.ts";
import { readCustomer } from "./get-customer.ts";

/** A customer with name and e-mail address; that somebody looked is in the audit, which names customers by a digest of their reference. */
export const unmaskCustomer = command({
  permission: "personal.read",
  input: z.strictObject({ reference: z.string().min(1).max(500) }),
  run: async ({ actor }, { reference }): Promise<CommandResult<Customer>> => {
    requirePermission(actor, "transactions.read");
    const output = await readCustomer(actor, reference, true);
    return { output, audit: { action: "customer.unmask", subjectType: "customer", subjectId: customerDigest(reference), details: {} } };
  },
});
