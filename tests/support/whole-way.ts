import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { holdNotifications, type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { type Installation, openInstallation } from "#lib/platform/installation";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { openReceiver } from "#lib/receiving/receiver";
import { doorOf, takeAtDoor } from "#lib/server/fast-door";
import { type DeliveryReceiver, openDeliveryReceiver, type SeenDelivery } from "#lib/simulator/delivery-receiver";
import { runWorker } from "#lib/worker/run-worker";
import { type TestDatabase, testDatabase } from "./database.ts";
import { addEndpoint } from "./endpoints.ts";

/** From a provider's POST over HTTP to a merchant's server: the door, the worker and a receiver on one database. */
export interface WholeWay {
  readonly db: TestDatabase;
  readonly installation: Installation;
  readonly origin: string;
  readonly receiver: DeliveryReceiver;
  readonly seen: SeenDelivery[];
  /** Resolves when everything that came in was read and handed on. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openWholeWay(): Promise<WholeWay> {
  const db = await testDatabase();
  const installation = await openInstallation(db.pool, {
    ring: keyRing(generateKeyRingText()), publicUrl: "http://127.0.0.1", sessionSecret: "s".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: ["127.0.0.0/8"], metricsToken: null,
  });
  const notifications: Notifications = openNotifications(db.url);
  holdNotifications(notifications);
  const intake = openReceiver(db, installation, notifications);
  const server = createServer((request, response) => {
    const door = doorOf(request);
    if (door === null) response.writeHead(404).end();
    else void takeAtDoor(request, response, door, intake, "127.0.0.1");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const seen: SeenDelivery[] = [];
  const receiver = await openDeliveryReceiver({ host: "127.0.0.1", port: 0, secrets: [], failure: null, nowMs: () => Date.now(), onDelivery: (delivery) => void seen.push(delivery) });
  const { secret } = await addEndpoint(db.pool, installation.ring, { url: receiver.url });
  receiver.state.secrets.push(secret);
  const worker = await runWorker({ url: db.url, isAlone: true, notifications });
  return {
    db,
    installation,
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    receiver,
    seen,
    settled: async () => {
      for (;;) {
        const { rows } = await db.pool.query<{ open: boolean }>("select exists (select from events where state = 'pending') or exists (select from deliveries where status = 'pending') as open");
        if (rows[0]?.open === false) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: async () => {
      await worker.stop();
      server.closeAllConnections();
      server.close();
      await receiver.close();
      await intake.drain();
      await notifications.close();
    },
  };
}
