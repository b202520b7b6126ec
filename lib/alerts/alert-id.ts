import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";

/** The bare id behind `alr_…`. Throws `Problem("not_found")`. */
export function alertId(id: string): string {
  const uuid = parsePublicId("alert", id);
  if (uuid === null) throw alertNotFound();
  return uuid;
}

export function alertNotFound(): Problem {
  return new Problem("not_found", "There is no alert with this id.");
}
