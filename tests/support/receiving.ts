import { randomBytes } from "node:crypto";
import { openNotifications } from "#lib/platform/database/notifications";
import { newId } from "#lib/platform/ids";
import { closeInstallation, type Installation, openInstallation } from "#lib/platform/installation";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import type { Answer, ProviderId } from "#lib/providers/provider";
import type { HeaderLines } from "#lib/receiving/kept-headers";
import { openReceiver } from "#lib/receiving/receiver";
import type { TestDatabase } from "./database.ts";

export interface TestDoor {
  readonly installation: Installation;
  /** A source with one key of this secret, or none; made by hand so that a test says exactly what stands in the row. */
  readonly addSource: (provider: ProviderId, settings: Readonly<Record<string, string | readonly string[]>>, secret: string | null, mode?: "test" | "live") => Promise<{ id: string; token: string; keyId: string }>;
  readonly post: (token: string, headers: Readonly<Record<string, string>> | HeaderLines, body: Uint8Array | string) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** The real door on the file's own database. */
export async function testDoor(db: TestDatabase): Promise<TestDoor> {
  const installation = await openInstallation(db.pool, {
    ring: keyRing(generateKeyRingText()),
    publicUrl: "http://127.0.0.1:3000",
    sessionSecret: "s".repeat(43),
    bodyLimitBytes: 1_048_576,
    trustedProxies: [],
    allowPrivateTargets: [],
    metricsToken: null,
  });
  const notifications = openNotifications(db.url);
  const receiver = openReceiver(db, installation, notifications);
  return {
    installation,
    addSource: async (provider, settings, secret, mode = "test") => {
      const source = { id: newId(), token: randomBytes(32).toString("base64url"), keyId: newId() };
      await db.prisma.source.create({ data: { id: source.id, provider, name: provider, mode, settings: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, typeof value === "string" ? value : [...value]])), tokens: { create: { token: source.token } } } });
      if (secret !== null) await addKey(db, installation, source.id, source.keyId, secret);
      return source;
    },
    post: (token, headers, body) =>
      receiver.receive({
        kind: "notification",
        method: "POST",
        token,
        headers: Array.isArray(headers) ? headers : Object.entries(headers),
        body: typeof body === "string" ? Buffer.from(body, "utf8") : body,
        remoteAddress: "192.0.2.7",
      }),
    close: async () => {
      await receiver.drain();
      await notifications.close();
      closeInstallation();
    },
  };
}

export async function addKey(db: TestDatabase, installation: Installation, sourceId: string, keyId: string, secret: string): Promise<void> {
  await db.prisma.sourceKey.create({
    data: {
      id: keyId,
      sourceId,
      label: "test",
      fingerprint: installation.fingerprint(secret),
      sealedSecret: installation.ring.seal(secret, { purpose: "source_key", rowId: keyId }),
    },
  });
  await db.pool.query("select pg_notify('countersign_sources', $1)", [sourceId]);
}
