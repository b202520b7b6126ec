import { type ConditionField, conditionFields } from "#lib/validations/rule-set-shape";

/** A list as the editor offers it. */
export interface KnownList {
  readonly id: string;
  readonly name: string;
  readonly field: string;
}

/** The fields that a condition can look at; a card only where there is a list of cards, or it does already. */
export function choosableFields(lists: readonly KnownList[], now: ConditionField): readonly ConditionField[] {
  return conditionFields.filter((field) => field !== "card" || field === now || lists.some((list) => list.field === "card"));
}

/** Whether there is a list of this field's values. */
export function hasLists(field: string, lists: readonly KnownList[]): boolean {
  return lists.some((list) => list.field === field);
}
