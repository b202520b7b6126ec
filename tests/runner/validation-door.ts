import { openCountersign } from "#lib/server/open-countersign";
import { doorOf, takeValidation } from "#lib/server/fast-door";
import { listen } from "#lib/server/http-server";
import { installationSecrets } from "#lib/platform/installation-secrets";
import { readEnv } from "#lib/platform/env";
import { setLogLevel } from "#lib/platform/log";

/**
 * The door of validations as the server has it, without pages and worker: for tests of time and for the bench. The first
 * argument, if there is one: for so many milliseconds at a time the event loop is held up, again and again.
 */
const blockMs = Number(process.argv[2] ?? 0);
const env = readEnv();
setLogLevel(env.logLevel);
const http = await listen("127.0.0.1", 0, { dev: false, onError: (error) => process.stderr.write(`${String(error)}\n`) });
const { ring, sessionSecret } = installationSecrets(env);
const { validator } = await openCountersign(env.databaseUrl ?? "", {
  ring, sessionSecret, publicUrl: `http://127.0.0.1:${String(http.port)}`, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: [], allowPrivateTargets: env.allowPrivateTargets, metricsToken: null,
});
http.serve((request, response) => {
  const door = doorOf(request);
  return door?.kind === "validation" ? takeValidation(request, response, door.token, validator, null) : void response.writeHead(404).end();
});

/** What came meanwhile is seen between two slices: without the turn of the loop they would be one. */
function hold(): void {
  for (const endMs = performance.now() + blockMs; performance.now() < endMs; );
  setImmediate(() => setTimeout(hold, 20));
}
if (blockMs > 0) hold();
process.stdout.write(`listening on ${String(http.port)}\n`);
