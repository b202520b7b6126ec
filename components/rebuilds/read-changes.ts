import { memberOf, textMember } from "../api-call.ts";
import type { FieldChange } from "./change-list.tsx";

/** The changes in an answer of the API. */
export function changesOf(value: unknown): readonly FieldChange[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((change: unknown) => {
    const field = textMember(change, "field");
    return field === null ? [] : [{ field, before: memberOf(change, "before"), after: memberOf(change, "after") }];
  });
}
