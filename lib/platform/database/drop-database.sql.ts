import pg from "pg";

const mostAttempts = 20;

/**
 * Drops a database of ours, whoever is connected. First without `force`: PostgreSQL then waits a moment for connections
 * that are on their way out, and ends a vacuum that is at work there, for which `force` would need a right that our role
 * has not (42501).
 */
export async function dropDatabase(admin: { readonly query: (text: string) => Promise<unknown> }, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.query(`drop database if exists ${name}${attempt % 2 === 0 ? " with (force)" : ""}`);
      return;
    } catch (error) {
      const isInUse = error instanceof pg.DatabaseError && (error.code === "55006" || error.code === "42501");
      if (!isInUse || attempt === mostAttempts) throw error;
    }
  }
}
