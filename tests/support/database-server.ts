import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { temporaryFolder } from "./temporary-folder.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A database on the throw-away server, for making others. */
    readonly adminUrl: string;
  }
}

export const templateName = "countersign_template";

/** One PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  try {
    const server = await startEmbeddedServer({
      dataDir: path.join(folder.path, "data"),
      log: { info: () => undefined, warn: () => undefined },
      settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" },
    });
    try {
      await makeTemplate(server.url);
    } catch (error) {
      await server.stop();
      throw error;
    }
    project.provide("adminUrl", server.url);
    return async () => {
      await server.stop();
      folder.remove();
    };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${templateName}`);
    const target = new URL(adminUrl);
    target.pathname = `/${templateName}`;
    await migrateAll(target.href);
  } finally {
    await admin.end();
  }
}
