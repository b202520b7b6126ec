/** PostgreSQL's serialization failure and deadlock, and Prisma's name for both. */
const codes = new Set(["40001", "40P01", "P2034"]);

/** Whether the same transaction, run again, may succeed. */
export function isTransientConflict(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  for (const name of ["code", "originalCode"] as const) {
    const code: unknown = Reflect.get(error, name);
    if (typeof code === "string" && codes.has(code)) return true;
  }
  return ["cause", "meta", "driverAdapterError"].some((name) => isTransientConflict(Reflect.get(error, name), depth + 1));
}
