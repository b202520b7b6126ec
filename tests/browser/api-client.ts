import { expect } from "@playwright/test";
import { z } from "zod";
import type { ProviderId } from "#lib/providers/provider";
import { systemRandom } from "#lib/simulator/randomness";
import { signMessage } from "#lib/simulator/sign-message";

export interface MadeSource {
  readonly id: string;
  readonly name: string;
  readonly provider: ProviderId;
  readonly webhookUrl: string;
  readonly secret: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface MadeTransaction {
  readonly id: string;
  readonly reference: string;
  readonly customer: { readonly reference: string | null };
}

export interface ApiClient {
  readonly createSource: (order: Omit<MadeSource, "id" | "webhookUrl">) => Promise<MadeSource>;
  /** Signs a message as the provider does and posts it; returns the status. `tampered` changes a digit of the body afterwards. */
  readonly send: (source: MadeSource, options?: { readonly type?: string; readonly tampered?: boolean }) => Promise<number>;
  /** Waits until the worker has read every event of the source, and returns their ids, newest first. */
  readonly events: (source: MadeSource) => Promise<readonly string[]>;
  /** What people would search an event by. */
  readonly references: (eventId: string) => Promise<readonly string[]>;
  /** Waits until messages of the source have become so many transactions, and returns them, newest first. */
  readonly transactions: (source: MadeSource, count: number) => Promise<readonly MadeTransaction[]>;
  readonly addKey: (source: MadeSource, secret: string) => Promise<void>;
  readonly requests: (source: MadeSource) => Promise<readonly string[]>;
  /** An endpoint that takes the events of one source. */
  readonly createEndpoint: (order: { readonly url: string; readonly description: string; readonly sourceIds: readonly string[] }) => Promise<string>;
  /** Waits until an endpoint has so many deliveries with an attempt behind them, and returns their ids, newest first. */
  readonly attempted: (endpointId: string, count: number) => Promise<readonly string[]>;
  /** Two checkouts of the sandbox for a source: one that was paid, and one that waits. */
  readonly openCheckout: (source: MadeSource) => Promise<{ readonly paid: string; readonly open: string }>;
  /** Calls any other route, and gives what it answered. */
  readonly call: (method: "GET" | "POST" | "PATCH", path: string, body?: unknown) => Promise<unknown>;
  /** Sends an event again to an endpoint, and returns the replay's id. */
  readonly replay: (eventId: string, endpointId: string) => Promise<string>;
}

const createdSource = z.object({ id: z.string(), webhookUrl: z.string() });
const eventList = z.object({ data: z.array(z.object({ id: z.string(), state: z.string() })) });
const eventReferences = z.object({ references: z.array(z.string()).min(1) });
const transactionList = z.object({ data: z.array(z.object({ id: z.string(), reference: z.string(), customer: z.object({ reference: z.string().nullable() }) })) });
const madeEndpoint = z.object({ id: z.string() });
const deliveryList = z.object({ data: z.array(z.object({ id: z.string(), attemptCount: z.number() })) });
const replayedEvent = z.object({ replay: z.object({ id: z.string() }) });
const requestList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** The REST API as a script uses it. */
export function apiClient(baseUrl: string, apiKey: string): ApiClient {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const get = async (path: string): Promise<unknown> => (await fetch(`${baseUrl}/api/v1${path}`, { headers })).json();
  const post = async (path: string, body: unknown, status: number): Promise<unknown> => {
    const response = await fetch(`${baseUrl}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await response.text();
    expect(response.status, text).toBe(status);
    return JSON.parse(text);
  };
  return {
    createSource: async ({ provider, name, settings, secret }) => {
      const response = await fetch(`${baseUrl}/api/v1/sources`, { method: "POST", headers, body: JSON.stringify({ provider, name, mode: "test", settings, keys: [{ secret }] }) });
      const body = await response.text();
      expect(response.status, body).toBe(201);
      return { provider, name, settings, secret, ...createdSource.parse(JSON.parse(body)) };
    },
    send: async ({ provider, settings, secret, webhookUrl }, options = {}) => {
      const { type, tampered } = options;
      const message = signMessage({ provider, settings, secret, nowSeconds: Math.floor(Date.now() / 1000), random: systemRandom, ...(type === undefined ? {} : { type }) });
      const body = Buffer.from(message.body);
      if (tampered === true) body.write("9", body.lastIndexOf("1"));
      return (await fetch(webhookUrl, { method: "POST", headers: { "content-type": "application/json", ...message.headers }, body })).status;
    },
    events: async ({ id }) => {
      const read = async (): Promise<z.infer<typeof eventList>["data"]> => eventList.parse(await get(`/events?sourceId=${id}&limit=200`)).data;
      await expect.poll(async () => (await read()).filter(({ state }) => state === "pending").length, { timeout: 15_000 }).toBe(0);
      return (await read()).map((event) => event.id);
    },
    references: async (id) => eventReferences.parse(await get(`/events/${id}`)).references,
    transactions: async ({ id }, count) => {
      const read = async (): Promise<readonly MadeTransaction[]> => transactionList.parse(await get(`/transactions?sourceId=${id}&limit=200`)).data;
      await expect.poll(async () => (await read()).length, { timeout: 15_000 }).toBe(count);
      return read();
    },
    addKey: async ({ id }, secret) => {
      const response = await fetch(`${baseUrl}/api/v1/sources/${id}/keys`, { method: "POST", headers, body: JSON.stringify({ secret }) });
      expect(response.status, await response.text()).toBe(201);
    },
    requests: async ({ id }) => requestList.parse(await get(`/requests?sourceId=${id}&limit=200`)).data.map((request) => request.id),
    createEndpoint: async (order) => madeEndpoint.parse(await post("/endpoints", { ...order, mode: "test" }, 201)).id,
    attempted: async (endpointId, count) => {
      const read = async (): Promise<z.infer<typeof deliveryList>["data"]> => deliveryList.parse(await get(`/deliveries?endpointId=${endpointId}`)).data;
      await expect.poll(async () => (await read()).filter(({ attemptCount }) => attemptCount > 0).length, { timeout: 15_000 }).toBe(count);
      return (await read()).map((delivery) => delivery.id);
    },
    openCheckout: async ({ id: sourceId }) => {
      const open = async (): Promise<string> => madeEndpoint.parse(await post("/sandbox/sessions", { sourceId, amountMinor: 2599, currency: "EUR" }, 201)).id;
      const paid = await open();
      await post(`/sandbox/sessions/${paid}/pay`, { card: "approved" }, 200);
      return { paid, open: await open() };
    },
    call: async (method, path, body) => {
      const response = await fetch(`${baseUrl}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await response.text();
      expect(response.ok, text).toBe(true);
      const answer: unknown = JSON.parse(text);
      return answer;
    },
    replay: async (eventId, endpointId) => replayedEvent.parse(await post(`/events/${eventId}/replay`, { endpointIds: [endpointId] }, 202)).replay.id,
  };
}
