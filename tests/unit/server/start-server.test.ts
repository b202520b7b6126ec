import { expect, test } from "vitest";
import { readEnv } from "#lib/platform/env";
import { listen } from "#lib/server/http-server";
import { BuildError, startServer } from "#lib/server/start-server";

const parts = { dev: false, fastDoor: true, worker: true };
const holdPort = (port: number) => listen("127.0.0.1", port, { dev: false, onError: (error) => expect.fail(String(error)) });
const onPort = (port: number) => ({ ...readEnv({}), port });

test("where the port is taken nothing is built: what was built may be serving that port", async () => {
  const other = await holdPort(0);
  let builds = 0;
  const requirePages = (): Promise<void> => {
    builds += 1;
    return Promise.resolve();
  };
  await expect(startServer(onPort(other.port), { ...parts, requirePages }, () => undefined)).rejects.toThrow("already listens");
  expect(builds).toBe(0);
  await other.close();
});

test("a build that fails gives the port back", async () => {
  const former = await holdPort(0);
  await former.close();
  const requirePages = (): Promise<void> => Promise.reject(new BuildError("no"));
  await expect(startServer(onPort(former.port), { ...parts, requirePages }, () => undefined)).rejects.toThrow(BuildError);
  await (await holdPort(former.port)).close();
});
