import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { type FieldError, Problem } from "#lib/platform/problem";
import { announceValidations } from "./announce-validations.sql.ts";
import { cardLabel, cardValue, readCardText } from "./card-text.ts";
import { findList, listField } from "./find-list.ts";
import { newEntriesInput } from "./list-input.ts";
import { lockLists } from "./lock-rules.sql.ts";
import { actorName } from "./present-rule-set.ts";
import type { ListField } from "./rule-set-shape.ts";
import { holdsCardNumber, readValue } from "./written-value.ts";

/** A list is held in the memory of every process that decides. */
const mostEntries = 100_000;
const mostErrors = 20;

interface Entry {
  readonly value: string;
  readonly label: string | null;
}

/** Puts values on a list, all of them or none. Of cards only a keyed hash is kept. */
export const addEntries = command({
  permission: "validationLists.write",
  input: newEntriesInput.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, values, note, expiresAt }): Promise<CommandResult<{ readonly added: number; readonly changed: number }>> => {
    await lockLists(tx);
    const list = await findList(tx, id);
    const entries = readEntryTexts(listField(list.field), values);
    const ends = expiresAt === null ? null : new Date(expiresAt);
    if (ends !== null && ends.getTime() <= systemClock.now()) throw new Problem("bad_input", "Entries that have run out already count for nothing.", { errors: [{ path: "expiresAt", message: "must lie in the future" }] });
    if ((await tx.validationListEntry.count({ where: { listId: list.id } })) + entries.length > mostEntries) throw new Problem("conflict", `A list holds at most ${String(mostEntries)} entries. Take off what no longer matters first.`);
    const { count: changed } = await tx.validationListEntry.updateMany({ where: { listId: list.id, value: { in: entries.map(({ value }) => value) } }, data: { note, expiresAt: ends } });
    const { count: added } = await tx.validationListEntry.createMany({ data: entries.map((entry) => ({ ...entry, listId: list.id, note, expiresAt: ends, addedBy: actorName(actor) })), skipDuplicates: true });
    await tx.validationList.update({ where: { id: list.id }, data: { updatedAt: new Date(systemClock.now()) } });
    await announceValidations(tx);
    // Values may be about people: the audit counts them.
    return { output: { added, changed }, audit: { action: "validationList.addEntries", subjectType: "validationList", subjectId: list.id, details: { name: list.name, added, changed, expiresAt } } };
  },
});

/** Each text once, in the form that rules compare with. Throws `Problem("bad_input")` that names the first that cannot be one. */
function readEntryTexts(field: ListField, texts: readonly string[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  const errors: FieldError[] = [];
  for (const [at, text] of texts.entries()) {
    const entry = field === "card" ? cardEntry(text) : textEntry(field, text);
    if (typeof entry === "string") errors.push({ path: `values.${String(at)}`, message: entry });
    else entries.set(entry.value, entry);
  }
  if (errors.length > 0) throw new Problem("bad_input", `${String(errors.length)} of ${String(texts.length)} values cannot stand on this list. Nothing was added.`, { errors: errors.slice(0, mostErrors) });
  return [...entries.values()];
}

function textEntry(field: ListField, text: string): Entry | string {
  const reading = readValue(field, text);
  return reading.ok ? { value: reading.value, label: null } : reading.message;
}

function cardEntry(text: string): Entry | string {
  if (holdsCardNumber(text)) return "holds a whole card number, which must never be kept: write its first six digits, its last four and its expiry, such as 411111 1111 12/2028";
  const card = readCardText(text);
  return card === null ? "must be the first six digits, the last four and the expiry, such as 411111 1111 12/2028" : { value: cardValue(card), label: cardLabel(card) };
}
