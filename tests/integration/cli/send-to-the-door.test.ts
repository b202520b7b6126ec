import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openInstallation } from "#lib/platform/installation";
import { createSource } from "#lib/sources/create-source";
import { simulations } from "#lib/simulator/registry";
import { doorOf, takeAtDoor } from "#lib/server/fast-door";
import { openNotifications, type Notifications } from "#lib/platform/database/notifications";
import { openReceiver, type Receiver } from "#lib/receiving/receiver";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { testDatabase, type TestDatabase } from "#tests/support/database";
import { cli } from "#tests/support/run-cli";

let database: TestDatabase;
let notifications: Notifications;
let receiver: Receiver;
let server: Server;
let origin = "";

beforeAll(async () => {
  database = await testDatabase();
  const installation = await openInstallation(database.pool, { ring: keyRing(generateKeyRingText()), publicUrl: "http://127.0.0.1", sessionSecret: "s".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: [], metricsToken: null });
  notifications = openNotifications(database.url);
  receiver = openReceiver(database, installation, notifications);
  server = createServer((request, response) => {
    const door = doorOf(request);
    if (door === null) response.writeHead(404).end();
    else void takeAtDoor(request, response, door, receiver, "127.0.0.1");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
  await receiver.drain();
  await notifications.close();
});

const accounts = [
  { provider: "adyen", settings: {}, key: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" },
  { provider: "adyen", settings: { scheme: "platform" }, key: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" },
  { provider: "praxis", settings: {}, key: "PraxisMerchantSecret1" },
  { provider: "prahsys", settings: { scheme: "protocol" }, key: "whk_demo_secret_of_a_shop" },
  { provider: "prahsys", settings: { scheme: "svix" }, key: "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz" },
  { provider: "gateway", settings: {}, key: "gw_demo_secret_9b1d7c" },
  { provider: "gateway", settings: { algorithm: "sha512", encoding: "base64", timestampHeader: "X-Time" }, key: "gw_demo_secret_9b1d7c" },
  { provider: "stripe", settings: {}, key: "whsec_demo_secret_of_a_shop" },
  { provider: "standard-webhooks", settings: {}, key: "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz" },
] as const;

describe.each(accounts)("$provider $settings", ({ provider, settings, key }) => {
  test("every kind of message that send signs becomes an event, its copy does not, and a tampered one is refused", async () => {
    const full = simulations[provider].demoSettings(settings);
    const source = await createSource({ type: "cli", name: "test" }, { provider, name: `${provider} of a test`, mode: "test", settings: full, keys: [{ secret: key }] });
    vi.stubEnv("CLI_TEST_KEY", key);
    const types = simulations[provider].types(full).filter((type) => type !== "validation");
    const to = ["send", provider, "--url", `${origin}/api/webhooks/${source.token ?? ""}`, "--key-env", "CLI_TEST_KEY", ...Object.entries(settings).flatMap(([name, value]) => ["--setting", `${name}=${value}`])];

    // Each about a payment of its own: a payment is told to be authorized once, with a challenge or without.
    for (const type of types) {
      const sent = await cli(...to, "--duplicate", "--type", type);
      expect(sent).toMatchObject({ code: 0, complaints: "" });
      expect(sent.out).not.toContain(key);
    }
    const tampered = await cli(...to, "--tamper");
    expect(tampered).toMatchObject({ code: 0, complaints: "" });

    const sourceId = (await database.prisma.sourceToken.findFirstOrThrow({ where: { token: source.token ?? "" } })).sourceId;
    const outcomes = await database.prisma.request.groupBy({ by: ["outcome"], where: { sourceId }, _count: true, orderBy: { outcome: "asc" } });
    expect(Object.fromEntries(outcomes.map(({ outcome, _count }) => [outcome, _count]))).toEqual({ accepted: types.length, duplicate: types.length, rejected: 1 });
    expect(await database.prisma.event.count({ where: { sourceId } })).toBe(types.length);
  });
});
