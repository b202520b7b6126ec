import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openNotifications } from "#lib/platform/database/notifications";
import { newId } from "#lib/platform/ids";
import { closeInstallation, openInstallation } from "#lib/platform/installation";
import { generateKeyRingText, generateKeyText, keyRing } from "#lib/platform/seal";
import { masterKeyUse } from "#lib/master-key/master-key-use";
import { rotateMasterKey, type RotationOptions } from "#lib/master-key/rotate-master-key";
import { sealedColumns } from "#lib/master-key/sealed-columns";
import { aloneWithMasterKeys } from "#lib/master-key/sealed-values.sql";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { cli } from "#tests/support/run-cli";

const actor = { type: "cli", name: "ada" } as const;
const facts = { publicUrl: "http://127.0.0.1:3000", sessionSecret: "s".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: [], metricsToken: null };
const plain = "what only the ring opens";

let db: TestDatabase;
let ringText = generateKeyRingText();
beforeAll(async () => {
  db = await testDatabase();
  await openInstallation(db.pool, { ...facts, ring: keyRing(ringText) });
  await fillEverySealedColumn();
});
afterAll(closeInstallation);

/** Three values in every column that has rows of its own, sealed under the first ring. */
async function fillEverySealedColumn(): Promise<void> {
  const ring = keyRing(ringText);
  const sourceId = newId();
  await db.prisma.source.create({ data: { id: sourceId, provider: "gateway", name: "Shop", mode: "test", settings: {} } });
  for (let count = 0; count < 3; count += 1) {
    const [keyId, endpointId, secretId, replayId] = [newId(), newId(), newId(), newId()];
    await db.prisma.sourceKey.create({ data: { id: keyId, sourceId, label: "k", fingerprint: "00000000", sealedSecret: ring.seal(plain, { purpose: "source_key", rowId: keyId }) } });
    const headers = ring.seal(plain, { purpose: "endpoint_header", rowId: endpointId });
    await db.prisma.endpoint.create({ data: { id: endpointId, url: "https://example.com", sealedHeaders: headers } });
    await db.prisma.endpointChange.create({ data: { id: newId(), endpointId, changedBy: "ada", changed: [], former: {}, formerHeaders: headers } });
    await db.prisma.endpointSecret.create({ data: { id: secretId, endpointId, fingerprint: "00000000", sealedSecret: ring.seal(plain, { purpose: "endpoint_secret", rowId: secretId }) } });
    await db.prisma.replay.create({ data: { id: replayId, state: "completed", filter: {}, reason: "", total: 0, lastId: replayId, createdBy: "ada", sealedSecret: ring.seal(plain, { purpose: "endpoint_secret", rowId: replayId }) } });
  }
}

/** The names of the master keys that the database needs. */
const neededKeys = async (): Promise<string[]> => [...(await masterKeyUse(db.pool)).values.keys()].toSorted();

const options = (more: Partial<RotationOptions> = {}): RotationOptions => ({ ring: keyRing(ringText), checkProcesses: true, onProgress: () => undefined, shouldStop: () => false, ...more });

/** Everything sealed is readable with this ring alone. */
async function expectAllOpen(text: string): Promise<void> {
  const ring = keyRing(text);
  for (const { table, column, boundTo, purpose } of sealedColumns) {
    const { rows } = await db.pool.query<{ row_id: string; sealed: string }>(`select ${boundTo}::text as row_id, ${column} as sealed from ${table} where ${column} is not null`);
    for (const { row_id: rowId, sealed } of rows) expect(ring.open(sealed, { purpose, rowId }), `${table}.${column}`).not.toBe("");
  }
}

describe("the list of sealed columns", () => {
  it("holds every column of the database whose name says that it is sealed, and no other", async () => {
    const { rows } = await db.pool.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and (column_name like 'sealed\\_%' or column_name in ('former_headers')) order by 1`,
    );
    const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted();
    expect(listed, "add what is missing to lib/master-key/sealed-columns.ts").toEqual(rows.map(({ name }) => name));
  });
});

describe("rotating the master key", () => {
  beforeEach(() => void (ringText = `${generateKeyText(keyRing(ringText).keyIds())},${ringText}`));

  it("seals everything under the first key, batch by batch, and every value opens without the former one", async () => {
    const progress: number[] = [];
    const [to, former] = keyRing(ringText).keyIds();
    const result = await rotateMasterKey(actor, options({ batchSize: 2, onProgress: (done) => progress.push(done) }));
    expect(result).toMatchObject({ kind: "run", to, left: 0, unopened: [], stopped: false, unneeded: [former] });
    expect(progress.at(-1)).toBe(16);
    expect(progress.length).toBeGreaterThan(5);
    expect(await neededKeys()).toEqual([to]);
    ringText = ringText.split(",")[0] ?? "";
    await expectAllOpen(ringText);
    const entries = await db.prisma.auditEntry.findMany({ where: { action: { startsWith: "master_key." } }, orderBy: { position: "asc" } });
    expect(entries.map(({ action, details }) => [action, details])).toMatchObject([
      ["master_key.rotate", { to, from: [former], values: 16 }],
      ["master_key.resealed", { to, values: 16, left: 0 }],
    ]);
  });

  it("stops between two batches and goes on where it was", async () => {
    let batches = 0;
    const stopped = await rotateMasterKey(actor, options({ batchSize: 2, shouldStop: () => (batches += 1) > 3 }));
    expect(stopped).toMatchObject({ kind: "run", stopped: true, unneeded: [] });
    expect(await neededKeys()).toHaveLength(2);
    await expectAllOpen(ringText);
    const rest = await rotateMasterKey(actor, options({ batchSize: 2 }));
    expect(rest).toMatchObject({ kind: "run", left: 0, stopped: false });
    expect([stopped, rest].reduce((sum, one) => sum + (one.kind === "run" ? one.resealed : 0), 0)).toBe(16);
    await expectAllOpen(ringText.split(",")[0] ?? "");
  });

  it("touches nothing while a key is missing, or a process runs that does not know the new one", async () => {
    const before = await neededKeys();
    const foreign = `${generateKeyText(keyRing(ringText).keyIds())},${generateKeyText(["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"])}`;
    expect(await rotateMasterKey(actor, options({ ring: keyRing(foreign) }))).toMatchObject({ kind: "missing", missing: expect.arrayContaining([expect.objectContaining({ place: "source_keys.sealed_secret", count: 3 })]) as unknown });
    const [, ...former] = keyRing(ringText).keyIds();
    const oldProcess = openNotifications(db.url, former);
    const newProcess = openNotifications(db.url, keyRing(ringText).keyIds());
    try {
      await vi.waitUntil(() => oldProcess.isConnected() && newProcess.isConnected());
      expect(await rotateMasterKey(actor, options())).toEqual({ kind: "unready", processes: 1 });
      expect(await neededKeys()).toEqual(before);
      expect(await rotateMasterKey(actor, options({ checkProcesses: false }))).toMatchObject({ kind: "run", left: 0 });
    } finally {
      await Promise.all([oldProcess.close(), newProcess.close()]);
    }
  });

  it("leaves a value alone that opens under no key, names it, and asks to keep the former keys", async () => {
    const { id } = await db.prisma.sourceKey.findFirstOrThrow();
    const { sealedSecret } = await db.prisma.sourceKey.findUniqueOrThrow({ where: { id } });
    const altered = sealedSecret.slice(0, -2) + (sealedSecret.endsWith("AA") ? "BB" : "AA");
    await db.prisma.sourceKey.update({ where: { id }, data: { sealedSecret: altered } });
    expect(await rotateMasterKey(actor, options())).toMatchObject({ kind: "run", left: 1, unopened: [`source_keys.sealed_secret of ${id}`], unneeded: [] });
    await db.prisma.sourceKey.delete({ where: { id } });
  });

  it("is done by one at a time", async () => {
    const busy = await aloneWithMasterKeys(db.pool, () => rotateMasterKey(actor, options({ prepare: () => expect.unreachable("the ring was changed by two") })));
    expect(busy).toEqual({ kind: "busy" });
    expect(await rotateMasterKey(actor, options())).toMatchObject({ kind: "run", left: 0 });
  });
});

describe("the command", () => {
  it("says what to do before, what was done, and that the former key may go; in JSON too", async () => {
    closeInstallation();
    await db.close();
    vi.stubEnv("DATABASE_URL", db.url);
    vi.stubEnv("NEXTAUTH_SECRET", "a session secret for tests, 32 or more");
    try {
      vi.stubEnv("ENCRYPTION_KEYS", ringText);
      const fresh = (await cli("rotate-master-key", "--new-key")).out;
      expect(fresh).toMatch(/^k\d+:[A-Za-z0-9+/]{43}=$/);
      expect(await cli("rotate-master-key", "--drop-old")).toMatchObject({ code: 2, complaints: expect.stringContaining("yours") as unknown });
      vi.stubEnv("ENCRYPTION_KEYS", `${fresh},${ringText}`);
      const { code, out } = await cli("rotate-master-key", "--json");
      expect(code).toBe(0);
      expect(z.object({ keyId: z.string(), left: z.literal(0), resealed: z.number().min(10), unneededKeyIds: z.array(z.string()).min(1) }).parse(JSON.parse(out)).keyId).toBe(fresh.split(":")[0]);
      expect(await cli("rotate-master-key")).toMatchObject({ code: 0, out: expect.stringMatching(/needs k\d+(, k\d+)* any more\. Take .* out of ENCRYPTION_KEYS/) as unknown });
      vi.stubEnv("ENCRYPTION_KEYS", fresh);
      expect(await cli("rotate-master-key")).toMatchObject({ code: 0, out: expect.stringContaining("the only key. To rotate, put a new one before it") as unknown });
      expect(out).not.toContain(fresh.slice(4));
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
