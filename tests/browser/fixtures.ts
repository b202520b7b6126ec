import { test as base, type BrowserContext, type Page } from "@playwright/test";
import { generateKeyRingText } from "#lib/platform/seal";
import { removeDataDir, type StartedServer, startServer } from "../runner/started-server.ts";
import { apiClient, type ApiClient } from "./api-client.ts";
import { type MadeSession, makeSession, signInAs, type Role } from "./sign-in-as.ts";
import { watchPage } from "./watch-page.ts";

/** The accounts of a worker's server. */
export const admin = { email: "ada@example.com", password: "correct horse battery staple" };
export const adminApiKey = `cs_${"browser".repeat(6)}`;
const sessionSecret = "a-session-secret-for-the-browser-tests";

interface WorkerFixtures {
  /** A server with an admin, an API key and nothing else, for all tests of a worker. */
  readonly server: StartedServer;
  readonly api: ApiClient;
}

interface TestFixtures {
  /** A page of somebody who is signed in with this role, by a session row. */
  readonly pageAs: (role: Role) => Promise<Page>;
  readonly signIn: (context: BrowserContext, role: Role) => Promise<void>;
  /** A session of a new person of this role, for calls without a browser. */
  readonly session: (role: Role) => Promise<MadeSession>;
  /** A page of nobody. */
  readonly visitor: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
    async ({}, provide) => {
      const server = await startServer({
        env: { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, ADMIN_API_KEY: adminApiKey, NEXTAUTH_SECRET: sessionSecret, ENCRYPTION_KEYS: generateKeyRingText(), LOG_LEVEL: "warn", ALLOW_PRIVATE_TARGETS: "127.0.0.0/8" },
      });
      await provide(server);
      await server.stop();
      removeDataDir(server.dataDir);
    },
    { scope: "worker", timeout: 240_000 },
  ],
  api: [async ({ server }, provide) => provide(apiClient(server.url, adminApiKey)), { scope: "worker" }],
  signIn: async ({ server }, provide) => provide((context, role) => signInAs(context, server, sessionSecret, role)),
  session: async ({ server }, provide) => provide((role) => makeSession(server, sessionSecret, role)),
  baseURL: async ({ server }, provide) => provide(server.url),
  visitor: async ({ page, server }, provide, testInfo) => {
    const faults = watchPage(page);
    const writtenBefore = server.output().length;
    await provide(page);
    const written = server.output().slice(writtenBefore);
    // What the server says of a page that could not be made is not on the page.
    if (written !== "" && testInfo.status !== testInfo.expectedStatus) await testInfo.attach("server.log", { body: written, contentType: "text/plain" });
    faults.expectNone();
  },
  pageAs: async ({ visitor, signIn }, provide) =>
    provide(async (role) => {
      await signIn(visitor.context(), role);
      return visitor;
    }),
});

export { expect } from "@playwright/test";
