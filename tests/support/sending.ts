import { createHmac } from "node:crypto";
import { type Deliveries, startDeliveries } from "#lib/deliveries/start-deliveries";
import { fanOut } from "#lib/deliveries/fan-out";
import { openEndpointCache } from "#lib/endpoints/open-endpoint-cache";
import { projectEvents } from "#lib/transactions/project-events";
import { openNotifications } from "#lib/platform/database/notifications";
import { openOutbound } from "#lib/platform/outbound/outbound";
import type { TestDatabase } from "./database.ts";
import type { TestDoor } from "./receiving.ts";

export const gatewaySecret = "gw_secret_of_the_deliveries";

export interface TestSending {
  /** Takes a message in at the door, reads it and makes its deliveries. Returns the bare id of its event. */
  readonly send: (token: string, body: string, headers?: Readonly<Record<string, string>>) => Promise<string>;
  readonly start: () => Promise<Deliveries>;
  readonly close: () => Promise<void>;
}

/** The way from the door to the receivers, with loopback allowed. */
export async function testSending(db: TestDatabase, door: TestDoor): Promise<TestSending> {
  const notifications = openNotifications(db.url);
  const outbound = openOutbound({ allowPrivateTargets: ["127.0.0.0/8", "::1/128"] });
  const endpoints = openEndpointCache(db.pool, door.installation.ring, notifications);
  const running: Deliveries[] = [];
  return {
    send: async (token, body, headers = {}) => {
      const answer = await door.post(token, { "content-type": "application/json", "X-Signature": createHmac("sha256", gatewaySecret).update(body).digest("hex"), ...headers }, body);
      const { eventIds } = JSON.parse(answer.body) as { eventIds: string[] };
      const ids = eventIds.map((id) => id.replace("evt_", ""));
      endpoints.drop();
      const known = await endpoints.get();
      await projectEvents(db.pool, ids, { afterProjecting: (client, projected) => fanOut(client, known, projected.map(({ id }) => id)) });
      return ids[0] ?? "";
    },
    start: async () => {
      const deliveries = await startDeliveries({ url: db.url, notifications, ring: door.installation.ring, send: outbound.send });
      running.push(deliveries);
      return deliveries;
    },
    close: async () => {
      for (const deliveries of running) await deliveries.stop();
      outbound.close();
      await notifications.close();
    },
  };
}
