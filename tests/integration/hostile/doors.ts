import { randomBytes } from "node:crypto";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { type InsertedSource, insertSource } from "../../runner/insert-source.ts";
import { freshDataDir, removeDataDir, type StartedServer, startServer } from "../../runner/started-server.ts";
import { type TestDatabase, testDatabase } from "../../support/database.ts";

export const bodyLimitBytes = 1_048_576;
export const doorNames = ["the fast door", "the Next route"] as const;
export type DoorName = (typeof doorNames)[number];

export interface Doors {
  readonly database: TestDatabase;
  readonly servers: Readonly<Record<DoorName, StartedServer>>;
  readonly sources: Sources;
  readonly close: () => Promise<void>;
}

export interface Sources {
  readonly gateway: InsertedSource;
  readonly other: InsertedSource;
  readonly expired: InsertedSource;
  readonly stripe: InsertedSource;
  readonly standard: InsertedSource;
  readonly adyen: InsertedSource;
  readonly praxis: InsertedSource;
}

/** Both ways in, each a server of its own, on one database with a source of each kind. */
export async function openDoors(): Promise<Doors> {
  const database = await testDatabase();
  const ring = generateKeyRingText();
  const folders = [freshDataDir(), freshDataDir()] as const;
  const start = (dataDir: string, ...flags: string[]): Promise<StartedServer> =>
    startServer({ dataDir, flags: ["--no-worker", ...flags], env: { DATABASE_URL: database.url, ENCRYPTION_KEYS: ring, NEXTAUTH_SECRET: randomBytes(32).toString("hex"), BODY_LIMIT_BYTES: String(bodyLimitBytes), LOG_LEVEL: "trace" } });
  const fast = await start(folders[0]);
  const next = await start(folders[1], "--no-fast-door");
  return {
    database,
    servers: { "the fast door": fast, "the Next route": next },
    sources: await insertSources(database, ring),
    close: async () => {
      await Promise.all([fast.stop(), next.stop()]);
      for (const folder of folders) removeDataDir(folder);
      await database.drop();
    },
  };
}

async function insertSources(database: TestDatabase, ringText: string): Promise<Sources> {
  const ring = keyRing(ringText);
  const canary = (kind: string): string => `canary-${kind}-${randomBytes(12).toString("hex")}`;
  const insert = (order: Parameters<typeof insertSource>[2]): Promise<InsertedSource> => insertSource(database.pool, ring, order);
  return {
    gateway: await insert({ provider: "gateway", settings: {}, secret: canary("gateway") }),
    other: await insert({ provider: "gateway", settings: {}, secret: canary("other") }),
    expired: await insert({ provider: "gateway", settings: {}, secret: canary("expired"), keyExpired: true }),
    stripe: await insert({ provider: "stripe", settings: {}, secret: `whsec_${canary("stripe")}` }),
    standard: await insert({ provider: "standard-webhooks", settings: {}, secret: `whsec_${randomBytes(24).toString("base64")}` }),
    adyen: await insert({ provider: "adyen", settings: { scheme: "standard", merchantAccounts: ["ShopAccount"], captureMode: "manual" }, secret: randomBytes(32).toString("hex").toUpperCase() }),
    praxis: await insert({ provider: "praxis", settings: { merchantId: "merchant-1", applicationKey: "app-1" }, secret: canary("praxis") }),
  };
}
