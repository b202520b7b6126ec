import { createHash } from "node:crypto";

const start = "countersign notifications";
/** `application_name` is cut after 63 bytes; older master keys than these do not matter to whoever asks. */
const mostKeys = 5;

/** What a process's listening connection is called in `pg_stat_activity`: with a mark of every master key that it opens. */
export function listenerName(masterKeyIds: readonly string[]): string {
  return [start, ...masterKeyIds.slice(0, mostKeys).map(markOf)].join(" ");
}

/** Whether the process behind a listening connection opens what is sealed under this master key; `null`: it is no such connection. */
export function listenerOpens(name: string, masterKeyId: string): boolean | null {
  const marks = name.startsWith(start) ? name.slice(start.length).trim().split(" ") : null;
  return marks === null ? null : marks.includes(markOf(masterKeyId));
}

/** Of the key's name, not of the key. */
function markOf(masterKeyId: string): string {
  return createHash("sha256").update(masterKeyId).digest("hex").slice(0, 6);
}
