import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { typeMatches } from "#lib/endpoints/endpoint-matches";
import { valueText } from "#lib/events/value-text";
import { systemClock, unixSeconds } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { writeJson } from "#lib/platform/raw-json";
import { signDelivery } from "#lib/signing/sign-delivery";
import { decodeWebhookSecret, encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { type ApiClient, apiClient, apiOptions } from "./api-client.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { CliError } from "./cli-error.ts";
import { type Place, readPlace, writePlace } from "./listening-place.ts";
import { streamFrames } from "./stream-frames.ts";
import { UsageError } from "./usage-error.ts";

const pauseMs = 1_000;
const answerWithinMs = 15_000;

export const listen: CliCommand = {
  name: "listen",
  summary: "forward events to a URL on this machine, resuming where it stopped",
  positionals: ["url"],
  options: {
    ...apiOptions,
    type: { type: "string", multiple: true, value: "type", help: "only these, such as payment.*" },
    place: { type: "string", value: "file", help: "where it keeps its place; .countersign-listen.json unless given" },
    secret: { type: "string", value: "whsec_…", help: "signs what is forwarded; one is made and printed unless given" },
    count: { type: "string", value: "n", help: "end after so many; it listens on unless given" },
  },
  notes: [
    "Example: npm run cli -- listen http://127.0.0.1:4000/webhooks --api-key-env COUNTERSIGN_KEY --type 'payment.*'",
    "The key needs the scopes events:read and transactions:read. Personal fields read ***: they leave Countersign by deliveries alone.",
    "What comes while nobody listens is forwarded at the next start. While the URL does not answer, it waits for it.",
  ],
  run,
};

interface Forwarding {
  readonly api: ApiClient;
  readonly url: string;
  readonly types: readonly string[];
  readonly secret: string;
  readonly file: string;
  readonly most: number;
}

async function run({ positionals: [url = ""], options }: CliCall): Promise<CliOutcome> {
  if (URL.parse(url) === null) throw new UsageError(`"${url}" should be a URL such as http://127.0.0.1:4000/webhooks.`);
  const secret = options.text("secret") ?? encodeWebhookSecret(randomBytes(32));
  if (decodeWebhookSecret(secret) === null) throw new UsageError("--secret should be whsec_ followed by base64.");
  const forwarding = {
    api: apiClient(options),
    url,
    types: options.list("type"),
    secret,
    file: options.text("place") ?? ".countersign-listen.json",
    most: options.wholeNumber("count", { min: 1, max: 1_000_000 }) ?? Number.POSITIVE_INFINITY,
  };
  process.stderr.write(`Forwarding to ${url}${options.text("secret") === null ? `, signed with ${secret}` : ""}\n`);
  const statuses = await forwardAll(forwarding);
  const good = statuses.filter((status) => status >= 200 && status < 300).length;
  return { exitCode: good === statuses.length ? 0 : 1, lines: [`${String(statuses.length)} forwarded, ${String(good)} taken.`], json: { forwarded: statuses.length, taken: good } };
}

/** Reconnects whenever the stream ends, as it does every quarter of an hour. */
async function forwardAll(forwarding: Forwarding): Promise<number[]> {
  const statuses: number[] = [];
  let place = readPlace(forwarding.file);
  let isFirst = true;
  while (statuses.length < forwarding.most) {
    const ending = new AbortController();
    try {
      const response = await forwarding.api.stream(place.lastId, ending.signal);
      for await (const frame of streamFrames(response.body ?? new ReadableStream())) {
        const forwarded = await forwardFrame(forwarding, frame, place);
        place = { firstId: place.firstId ?? frame.id, lastId: frame.id, forwarded: forwarded === null ? place.forwarded : [...place.forwarded, forwarded.id] };
        writePlace(forwarding.file, place);
        if (forwarded !== null) statuses.push(forwarded.status);
        if (statuses.length >= forwarding.most) break;
      }
      isFirst = false;
    } catch (error) {
      // A refusal of the first call is the person's to mend; later the server may only be restarting.
      if (isFirst) throw error;
      process.stderr.write(`${error instanceof CliError ? error.message : "The stream broke."} Trying again.\n`);
      await sleep(pauseMs);
    } finally {
      ending.abort();
    }
  }
  return statuses;
}

const eventRow = z.object({ id: z.string(), type: z.string().nullable() });

async function forwardFrame(forwarding: Forwarding, frame: { readonly event: string; readonly data: string }, place: Place): Promise<{ readonly id: string; readonly status: number } | null> {
  if (frame.event !== "event") return null;
  const { id, type } = eventRow.parse(JSON.parse(frame.data));
  if (type === null || place.forwarded.includes(id) || (place.firstId !== null && (parsePublicId("event", id) ?? "") < place.firstId)) return null;
  if (forwarding.types.length > 0 && !forwarding.types.some((filter) => typeMatches(filter, type))) return null;
  const body = Buffer.from(await messageText(forwarding.api, id), "utf8");
  const signed = signDelivery({ id, timestampSeconds: unixSeconds(systemClock), body, secrets: [forwarding.secret], format: "normalized" });
  const status = await post(forwarding.url, { "content-type": "application/json", "countersign-event": type, "countersign-attempt": "1", ...signed }, body);
  process.stderr.write(`${type} ${id} → ${String(status)}\n`);
  return { id, status };
}

const eventHead = z.object({ id: z.string(), type: z.string().nullable(), providerType: z.string().nullable(), provider: z.string(), sourceId: z.string(), mode: z.string(), occurredAt: z.string().nullable(), receivedAt: z.string(), transactionId: z.string().nullable() });

/** A message as a delivery has it, every number of the payload exact. */
async function messageText(api: ApiClient, id: string): Promise<string> {
  const text = await api.call("GET", `/events/${id}`);
  const { transactionId, ...head } = eventHead.parse(JSON.parse(text));
  const transaction = transactionId === null ? "null" : await api.call("GET", `/transactions/${transactionId}`);
  return `${writeJson(head).slice(0, -1)},"data":{"transaction":${transaction},"payload":${valueText(text, ["payload"]) ?? "null"}}}`;
}

/** The status of the answer. Waits for as long as nothing answers. */
async function post(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<number> {
  for (let told = false; ; told = true) {
    try {
      const response = await fetch(url, { method: "POST", headers: { ...headers }, body: Buffer.from(body), redirect: "manual", signal: AbortSignal.timeout(answerWithinMs) });
      await response.body?.cancel();
      return response.status;
    } catch {
      if (!told) process.stderr.write(`${url} does not answer; waiting for it.\n`);
      await sleep(pauseMs);
    }
  }
}
