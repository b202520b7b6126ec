import { systemClock } from "#lib/platform/clock";
import { openDeliveryReceiver, type SeenDelivery } from "#lib/simulator/delivery-receiver";
import { controlPath } from "#lib/simulator/receiver-control";
import { failureText, readFailure, type ReceiverFailure } from "#lib/simulator/receiver-failure";
import { decodeWebhookSecret } from "#lib/signing/standard-webhooks";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { CliError } from "./cli-error.ts";
import type { OptionValues } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

export const receiver: CliCommand = {
  name: "receiver",
  summary: "be a merchant's server: take deliveries, check their signature, fail on request",
  positionals: [],
  options: {
    port: { type: "string", value: "n", help: "where to listen; 4000 unless given" },
    host: { type: "string", value: "address", help: "127.0.0.1 unless given" },
    secret: { type: "string", multiple: true, value: "whsec_…", help: "the endpoint's secret, as it was shown once" },
    "secret-env": { type: "string", multiple: true, value: "NAME", help: "read it from this environment variable instead" },
    fail: { type: "string", value: "how", help: "500 or another status, timeout (never answers), reset (breaks the connection)" },
    bodies: { type: "boolean", help: "print the body of every delivery" },
    count: { type: "string", value: "n", help: "end after so many; it goes on until Ctrl-C unless given" },
  },
  notes: [
    "Example: npm run cli -- receiver --port 4000 --secret-env ENDPOINT_SECRET",
    "The endpoint's URL is then http://127.0.0.1:4000/webhooks, which needs ALLOW_PRIVATE_TARGETS=127.0.0.0/8.",
    `While it runs: curl -d '{"fail":"500","times":3}' -H 'content-type: application/json' http://127.0.0.1:4000${controlPath} makes the next three fail,`,
    `'{"fail":"none"}' ends that, and a GET of the same address counts what came.`,
    "Exit code 0: every delivery carried a right signature.",
  ],
  run,
};

async function run({ options }: CliCall): Promise<CliOutcome> {
  const secrets = readSecrets(options);
  const most = options.wholeNumber("count", { min: 1, max: 100_000_000 }) ?? Number.POSITIVE_INFINITY;
  const waiting = untilAsked();
  let seen = 0;
  const opened = await openDeliveryReceiver({
    host: options.text("host") ?? "127.0.0.1",
    port: options.wholeNumber("port", { min: 0, max: 65_535 }) ?? 4_000,
    secrets,
    failure: readFailureOption(options),
    nowMs: () => systemClock.now(),
    onDelivery: (delivery) => {
      process.stderr.write(`${lineOf(delivery)}\n${options.flag("bodies") ? `${Buffer.from(delivery.body).toString("utf8")}\n` : ""}`);
      seen += 1;
      if (seen >= most) waiting.end();
    },
  }).catch((error: unknown) => {
    throw new CliError(`Cannot listen there: ${error instanceof Error ? error.message : String(error)}. Choose another --port.`);
  });
  process.stderr.write(`Taking deliveries at ${opened.url}, failing: ${failureText(opened.state.failure)}. Ctrl-C ends it.\n`);
  await waiting.ended;
  await opened.close();
  const { taken, refused, failed } = opened.state;
  return {
    exitCode: refused === 0 ? 0 : 1,
    lines: [`${String(seen)} deliveries: ${String(taken)} taken, ${String(refused)} refused, ${String(failed)} failed on request.`],
    json: { deliveries: seen, taken, refused, failed },
  };
}

function readSecrets(options: OptionValues): readonly string[] {
  const secrets = [...options.list("secret"), ...options.namedVariables("secret-env")];
  if (secrets.length === 0) throw new UsageError("The endpoint's secret is missing: --secret <whsec_…>, or --secret-env <NAME>.");
  if (secrets.some((secret) => decodeWebhookSecret(secret) === null)) throw new UsageError("--secret should be whsec_ followed by base64, as it was shown when the endpoint was made.");
  return secrets;
}

function readFailureOption(options: OptionValues): ReceiverFailure | null {
  const text = options.text("fail");
  const failure = text === null ? null : readFailure(text);
  if (failure === undefined) throw new UsageError(`--fail is "${text ?? ""}", but should be a status from 300 to 599, timeout, reset or none.`);
  return failure;
}

/** Ends by Ctrl-C, by the machine, or when it is told to. */
function untilAsked(): { readonly ended: Promise<void>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const end = (): void => {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
    resolve(undefined);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  return { ended: promise, end };
}

function lineOf({ type, attempt, verdict, status, body }: SeenDelivery): string {
  const about = [type ?? "no type", verdict.ok ? verdict.id : `NOT OURS: ${verdict.reason}`, `${String(body.length)} bytes`, ...(attempt !== null && attempt > 1 ? [`attempt ${String(attempt)}`] : [])];
  return `${about.join(" · ")} → ${status === null ? "no answer" : String(status)}`;
}
