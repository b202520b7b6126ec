/** Node's words for a database that cannot be reached. */
const socketCodes = new Set(["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "EMFILE", "ENFILE"]);

/**
 * PostgreSQL's (appendix A of its manual): connection exceptions, lack of resources, shutdown and start, a time limit,
 * a lock that was not to be had, a server that became read-only, errors of the machine below.
 */
const sqlStates = /^(08...|53...|57P0[1-5]|57014|55P03|25006|58...)$/;

/** Prisma's: not reachable, timed out, closed, no connection to be had, too many connections. */
const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"]);

/** The pg adapter's, inside Prisma's errors. */
const adapterKinds = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);

/** pg and its pool throw these without a code. */
const messages = [
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Connection terminated",
  "Query read timeout",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "Cannot use a pool after calling end on the pool",
  "Unable to start a transaction in the given time",
];

const deepest = 6;

/** Whether the database is away or overloaded, so that trying again later makes sense; `false` for bugs and refusals. */
export function isUnavailable(error: unknown): boolean {
  return look(error, 0);
}

function look(error: unknown, depth: number): boolean {
  if (typeof error !== "object" || error === null || depth > deepest) return false;
  if (hasAvailabilityCode(error)) return true;
  if ("message" in error && typeof error.message === "string") {
    const { message } = error;
    if (messages.some((start) => message.includes(start))) return true;
  }
  if ("errors" in error && Array.isArray(error.errors) && error.errors.some((inner) => look(inner, depth + 1))) return true;
  for (const name of ["cause", "meta", "driverAdapterError"] as const) {
    if (name in error && look(Reflect.get(error, name), depth + 1)) return true;
  }
  return false;
}

function hasAvailabilityCode(error: object): boolean {
  for (const name of ["code", "errorCode", "originalCode"] as const) {
    const code: unknown = Reflect.get(error, name);
    if (typeof code === "string" && (socketCodes.has(code) || sqlStates.test(code) || prismaCodes.has(code))) return true;
  }
  const kind: unknown = Reflect.get(error, "kind");
  return typeof kind === "string" && adapterKinds.has(kind);
}
