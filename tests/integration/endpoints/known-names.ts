import { openEndpointCache } from "#lib/endpoints/open-endpoint-cache";
import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { openNotifications } from "#lib/platform/database/notifications";
import { installation } from "#lib/platform/installation";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { selfSignedCertificate } from "#tests/support/certificate";
import type { TestDatabase } from "#tests/support/database";

const names: Readonly<Record<string, readonly string[]>> = {
  "shop.example.com": ["8.8.8.8"],
  "other.example.com": ["1.1.1.1", "2606:4700::1111"],
  "intranet.example.com": ["10.0.0.5"],
  "mixed.example.com": ["8.8.8.8", "169.254.169.254"],
  "receiver.test": ["127.0.0.1"],
  "wrong.test": ["127.0.0.1"],
};

/** Of receiver.test, and believed. */
export const receiverCertificate = selfSignedCertificate("receiver.test");

/** From here on this process sends to these names alone, and to loopback. */
export function sendToKnownNames(): void {
  const resolve = (name: string): Promise<readonly string[]> => (names[name] === undefined ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(names[name]));
  closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"], resolve, ca: receiverCertificate.cert }));
}

/** An endpoint as the worker sees it. */
export async function loaded(db: TestDatabase, id: string): Promise<OpenEndpoint> {
  const notifications = openNotifications(db.url);
  try {
    const endpoint = (await openEndpointCache(db.pool, installation().ring, notifications).get()).byId.get(id.slice(4));
    if (endpoint === undefined) throw new Error("the endpoint is not there");
    return endpoint;
  } finally {
    await notifications.close();
  }
}
