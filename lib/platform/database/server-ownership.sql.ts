import pg from "pg";
import { superuser } from "./make-cluster.ts";

/** One number for "this server is ours", held for life by a session of the process that started it. */
const ownershipLock = "5121034771";
const applicationRole = "countersign";
const applicationDatabase = "countersign";

export type Claim =
  | { readonly kind: "owned"; readonly session: pg.Client }
  /** A living process owns the server. */
  | { readonly kind: "held" }
  /** Nobody answers (yet): starting, stopping, or not there. */
  | { readonly kind: "unreachable"; readonly error: Error };

/** Tries to become the owner of the server on `port` of loopback. The session ends with the server. */
export async function claimServer(port: number, password: string): Promise<Claim> {
  const session = new pg.Client({
    host: "127.0.0.1",
    port,
    user: superuser,
    password,
    database: "postgres",
    application_name: "countersign owner",
    connectionTimeoutMillis: 2000,
    keepAlive: true,
  });
  session.on("error", () => {
    // The session ends with its server; whoever keeps it listens to `end`.
  });
  try {
    await session.connect();
    const answer = await session.query<{ granted: boolean }>("select pg_try_advisory_lock($1) as granted", [ownershipLock]);
    if (answer.rows[0]?.granted === true) return { kind: "owned", session };
  } catch (error) {
    await endQuietly(session);
    return { kind: "unreachable", error: error instanceof Error ? error : new Error(String(error)) };
  }
  await endQuietly(session);
  return { kind: "held" };
}

/** Ends a session whose server may be gone already. */
export async function endQuietly(session: pg.Client): Promise<void> {
  await session.end().catch(() => undefined);
}

/** Makes the application's role and database unless they are there. Returns the URL to use: a role that is not a superuser. */
export async function prepareApplicationDatabase(session: pg.Client, port: number, password: string): Promise<string> {
  const role = await session.query("select 1 from pg_roles where rolname = $1", [applicationRole]);
  if (role.rowCount === 0) await session.query(`create role ${applicationRole} login createdb password ${session.escapeLiteral(password)}`);
  const database = await session.query("select 1 from pg_database where datname = $1", [applicationDatabase]);
  if (database.rowCount === 0) await session.query(`create database ${applicationDatabase} owner ${applicationRole}`);
  return applicationUrl(port, password);
}

/** Where the application's database is, once `prepareApplicationDatabase` made it. */
export function applicationUrl(port: number, password: string): string {
  return `postgresql://${applicationRole}:${password}@127.0.0.1:${String(port)}/${applicationDatabase}`;
}
