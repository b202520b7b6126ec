import { z } from "zod";
import { listFields } from "./rule-set-shape.ts";

/** A list as the API says it. */
export const validationListShape = z
  .object({
    id: z.string().meta({ description: "lst_…" }),
    name: z.string(),
    description: z.string(),
    field: z.enum(listFields).meta({ description: "What its values are compared with; fixed" }),
    entryCount: z.number().int().meta({ description: "Those that have not run out" }),
    usedBy: z.array(z.object({ ruleSetId: z.string(), sourceId: z.string(), version: z.number().int(), state: z.string() })).meta({ description: "Sets that are draft, active or shadow and refer to it" }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "ValidationList" });
export type ValidationList = z.infer<typeof validationListShape>;

/** What stands on a list. */
export const listEntryShape = z
  .object({
    value: z.string().meta({ description: "In the form that rules compare with; of a card its keyed hash" }),
    label: z.string().nullable().meta({ description: "What people see instead, such as 411111······1111 12/2028" }),
    note: z.string(),
    addedBy: z.string(),
    addedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().meta({ description: "From then on it counts no more; null: for good" }),
  })
  .meta({ id: "ValidationListEntry" });
export type ListEntry = z.infer<typeof listEntryShape>;

export const addedEntriesShape = z.object({ added: z.number().int(), changed: z.number().int().meta({ description: "That stood there already: note and expiry are now as given" }) }).meta({ id: "AddedListEntries" });
