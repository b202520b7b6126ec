/** Why the embedded PostgreSQL cannot run: one line for the person who starts us, with what to do. */
export class EmbeddedServerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedServerError";
  }
}

const fileProblems: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: free some space, or set DATA_DIR to another disk",
  EDQUOT: "the disk quota is used up: free some space, or set DATA_DIR to another disk",
  EACCES: "it may not be written by this user: change its owner, or set DATA_DIR to another directory",
  EPERM: "it may not be written by this user: change its owner, or set DATA_DIR to another directory",
  EROFS: "it lies on a read-only file system: set DATA_DIR to another directory",
  ENOENT: "no folder can be made there: set DATA_DIR to another directory",
  ENOTDIR: "a part of its path is a file: set DATA_DIR to another directory",
  EEXIST: "a file of that name is in the way: set DATA_DIR to another directory",
};

/** Turns a file system error about the data directory into a sentence; anything else comes back as it was. */
export function explainFileError(error: unknown, dataDir: string): unknown {
  const why = error instanceof Error && "code" in error ? fileProblems[String(error.code)] : undefined;
  if (why === undefined) return error;
  return new EmbeddedServerError(`The data directory ${dataDir} cannot be used, because ${why}.`, { cause: error });
}

/** How a start of PostgreSQL ended, read from the lines that it left in its log. */
export type StartFailure =
  | { readonly kind: "port_taken" }
  /** Another server holds the directory, or the remains of one still do: look again. */
  | { readonly kind: "directory_in_use" }
  | { readonly kind: "fatal"; readonly sentence: string };

export function classifyStartFailure(logText: string, place: { readonly dataDir: string; readonly logFile: string }): StartFailure {
  if (/Address already in use|could not create any TCP\/IP sockets/.test(logText)) return { kind: "port_taken" };
  // Another start that has made the file and not written it yet: the remains of a dead one are removed before the next look.
  if (/lock file "postmaster\.pid" is empty|bogus data in lock file "postmaster\.pid"/.test(logText)) return { kind: "directory_in_use" };
  // Another start took a server that came up slowly for an orphan and told it to stop: it is that one's turn, or ours again.
  if (/received (fast|smart|immediate) shutdown request|terminating connection due to administrator command/.test(logText)) return { kind: "directory_in_use" };
  if (/lock file "postmaster\.pid" already exists|pre-existing shared memory block/.test(logText)) return { kind: "directory_in_use" };
  const because = /No space left on device|Disk quota exceeded|Check free disk space/.test(logText)
    ? `the disk of ${place.dataDir} is full: free some space and start again`
    : /Permission denied|Read-only file system/.test(logText)
      ? `it may not write to ${place.dataDir}: change the owner of that directory, or set DATA_DIR to another one`
      : /database files are incompatible with server/.test(logText)
        ? `${place.dataDir} was made by another major version of PostgreSQL: start the former version of Countersign, or move the data over first`
        : `its log says: ${lastTelling(logText)} (${place.logFile})`;
  return { kind: "fatal", sentence: `The embedded PostgreSQL did not start, because ${because}.` };
}

function lastTelling(logText: string): string {
  const lines = logText.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.findLast((line) => /\b(FATAL|PANIC|error)\b/i.test(line)) ?? lines.at(-1) ?? "nothing";
  return telling.replace(/^.*?(FATAL|PANIC):\s*/, "").trim();
}
