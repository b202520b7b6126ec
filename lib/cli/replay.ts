import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type ApiClient, apiClient, apiOptions } from "./api-client.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import type { Progress } from "./progress-bar.ts";
import { UsageError } from "./usage-error.ts";

const lookEveryMs = 500;

export const replay: CliCommand = {
  name: "replay",
  summary: "send events again, or to a new endpoint what it missed",
  positionals: [],
  options: {
    ...apiOptions,
    event: { type: "string", value: "evt_…", help: "one event, by hand" },
    url: { type: "string", value: "url", help: "with --event: a copy to a URL that is no endpoint" },
    filter: { type: "string", multiple: true, value: "name=value", help: "many events, by the filters of GET /events, such as type=payment.*" },
    endpoint: { type: "string", multiple: true, value: "end_…", help: "only to these; to every endpoint that takes the event unless given" },
    rate: { type: "string", value: "n", help: "deliveries per second at most" },
    reason: { type: "string", value: "text", help: "why, for the audit; needed with --filter" },
    "dry-run": { type: "boolean", help: "only say what would be sent where" },
  },
  notes: [
    "Examples:",
    "  npm run cli -- replay --event evt_… --endpoint end_… --api-key-env COUNTERSIGN_KEY",
    "  npm run cli -- replay --filter type=payment.* --filter from=2026-11-20T00:00:00Z --endpoint end_… --reason 'New ledger' --api-key-env COUNTERSIGN_KEY",
    "The key needs the scopes replays:write and deliveries:read. More than 10000 deliveries wait for a person's approval in the dashboard.",
  ],
  run,
};

async function run({ options, progress }: CliCall): Promise<CliOutcome> {
  const api = apiClient(options);
  const endpointIds = options.list("endpoint");
  const event = options.text("event");
  const filters = options.list("filter");
  if ((event === null) === (filters.length === 0)) throw new UsageError("Name one event with --event, or many with --filter.");
  if (event !== null) return replayOne(api, { event, endpointIds, url: options.text("url"), reason: options.text("reason") }, progress);
  const rate = options.wholeNumber("rate", { min: 1, max: 10_000 });
  const input = { filter: Object.fromEntries(filters.map(pairOf)), endpointIds, ...(rate === null ? {} : { ratePerSecond: rate }) };
  if (options.flag("dry-run")) return plan(api, input);
  const started = replayState.parse(JSON.parse(await api.call("POST", "/replays", { ...input, reason: options.required("reason") })));
  return watch(api, started.id, progress, {});
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--filter is "${text}", but should be name=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

const replayState = z.object({ id: z.string(), state: z.string(), total: z.number(), done: z.number(), succeeded: z.number(), failed: z.number(), canceled: z.number(), error: z.string().nullable() });
const planText = z.object({ count: z.number(), endpoints: z.array(z.object({ id: z.string(), url: z.string().nullable(), count: z.number() })) });

async function plan(api: ApiClient, input: object): Promise<CliOutcome> {
  const { count, endpoints } = planText.parse(JSON.parse(await api.call("POST", "/replays", { ...input, dryRun: true })));
  const lines = endpoints.map(({ id, url, count: each }) => `  ${String(each)} to ${url ?? id}`);
  return { exitCode: 0, lines: [`${String(count)} deliveries:`, ...lines, "Nothing was sent."], json: { count, endpoints } };
}

async function replayOne(api: ApiClient, order: { event: string; endpointIds: readonly string[]; url: string | null; reason: string | null }, progress: Progress): Promise<CliOutcome> {
  const body = { endpointIds: order.endpointIds, ...(order.url === null ? {} : { url: order.url }), ...(order.reason === null ? {} : { reason: order.reason }) };
  const answer = z.object({ replay: replayState, secret: z.string().nullable() }).parse(JSON.parse(await api.call("POST", `/events/${encodeURIComponent(order.event)}/replay`, body)));
  return watch(api, answer.replay.id, progress, answer.secret === null ? {} : { secret: answer.secret });
}

/** Until it ends, or waits for somebody. A delivery that fails is tried again for a day: then nobody watches any more. */
async function watch(api: ApiClient, id: string, progress: Progress, more: Readonly<Record<string, string>>): Promise<CliOutcome> {
  const secretLine = more["secret"] === undefined ? [] : [`The copy is signed with ${more["secret"]}`];
  let before = "";
  for (let same = 0; ; same += 1) {
    const now = replayState.parse(JSON.parse(await api.call("GET", `/replays/${id}`)));
    progress.update(now.done, Math.max(1, now.total));
    const text = JSON.stringify(now);
    if (text !== before) same = 0;
    before = text;
    const isStuck = same * lookEveryMs >= 30_000;
    if (now.state !== "running" || isStuck) {
      const says = isStuck ? "some deliveries wait for their next attempt" : now.state.replaceAll("_", " ");
      return {
        exitCode: now.state === "completed" && now.failed === 0 ? 0 : 1,
        lines: [...secretLine, `${now.id}: ${says}; ${String(now.succeeded)} of ${String(now.total)} delivered, ${String(now.failed)} failed.`, ...(now.error === "gone" ? ["Events of the range are no longer kept."] : [])],
        json: { ...now, ...more },
      };
    }
    await sleep(lookEveryMs);
  }
}
