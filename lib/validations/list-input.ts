import { z } from "zod";
import { plainTextInput } from "#lib/sources/plain-text-input";
import { listFields } from "./rule-set-shape.ts";

/** What looks like a card number in it is masked, as in everything that people type. */
const noteInput = z.union([z.literal(""), plainTextInput]);

/** Body of `POST /validation-lists`. */
export const newListInput = z.strictObject({ name: plainTextInput, description: noteInput.default(""), field: z.enum(listFields) });

/** Body of `PATCH /validation-lists/{id}`; what its values are of is fixed. */
export const listChanges = z.strictObject({ name: plainTextInput.optional(), description: noteInput.optional() });

/** How many entries one call adds or removes. */
export const mostEntriesAtOnce = 2_000;

/** Body of `POST /validation-lists/{id}/entries`. */
export const newEntriesInput = z.strictObject({
  values: z.array(z.string().max(300)).min(1).max(mostEntriesAtOnce).meta({ description: "Of cards: first six digits, last four and expiry, such as `411111 1111 12/2028`. Never a whole card number" }),
  note: noteInput.default(""),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null).meta({ description: "null: for good" }),
});

/** Body of `POST /validation-lists/{id}/entries/remove`. */
export const removedEntriesInput = z.strictObject({ values: z.array(z.string().max(300)).min(1).max(mostEntriesAtOnce) });
