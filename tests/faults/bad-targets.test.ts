import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readTestEnv } from "../runner/test-env.ts";
import { addEndpoint } from "../support/endpoints.ts";
import { httpTarget, type OutboundTarget, tcpTarget } from "../support/outbound-target.ts";
import { expectInvariants } from "./delivery-invariants.ts";
import { deliverySetting, type DeliverySetting } from "./delivery-setting.ts";

const backlog = readTestEnv().faultBacklog;

let setting: DeliverySetting;
beforeAll(async () => {
  setting = await deliverySetting();
});
afterEach(() => setting.reset());
afterAll(() => setting.close());

const urlOf = ({ port }: Pick<OutboundTarget, "port">): string => `http://127.0.0.1:${String(port)}/hook`;
const add = (target: Pick<OutboundTarget, "port">) => addEndpoint(setting.pool, setting.ring, { url: urlOf(target) });
const mebibyte = Buffer.alloc(1_048_576, "x");

/** Writes a gigabyte as fast as it is taken. */
function flood(response: ServerResponse): void {
  let left = 1024;
  const write = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(mebibyte)) return void response.once("drain", write);
    }
    response.end();
  };
  write();
}

describe("targets that misbehave", () => {
  it("never answer, drip, send a gigabyte or reset: each is cut off in time, shown, and delays no other", async () => {
    const worker = await setting.startWorker();
    const good = await httpTarget((_request, response) => response.writeHead(200).end());
    const silent = await httpTarget(() => undefined);
    const dripping = await httpTarget((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("."), 200);
      response.on("close", () => clearInterval(drip));
    });
    const flooding = await httpTarget((_request, response) => flood(response));
    const resetting = await tcpTarget((socket) => void socket.once("data", () => socket.resetAndDestroy()));
    const [goodEndpoint, ...badEndpoints] = [await add(good), await add(silent), await add(dripping), await add(flooding), await add(resetting)];
    const ids = await setting.send(3);
    const errorsOf = async (endpointId: string): Promise<unknown[]> => {
      const { rows } = await setting.pool.query<Record<string, unknown>>("select distinct a.error, a.status_code, a.response_truncated, length(a.response_body) = 65536 as whole from attempts a join deliveries d on d.id = a.delivery_id where d.target_id = $1 and a.number = 1", [endpointId]);
      return rows;
    };
    await expect.poll(() => good.calls.length, { timeout: 10_000 }).toBe(ids.length);
    expect(await errorsOf(badEndpoints[0]?.id ?? ""), "the good one was done before the silent one was given up").toEqual([]);
    await expect.poll(() => errorsOf(badEndpoints[0]?.id ?? ""), { timeout: 25_000 }).toEqual([{ error: "timeout", status_code: null, response_truncated: false, whole: false }]);
    await expect.poll(async () => (await errorsOf(badEndpoints[1]?.id ?? "")).length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(await errorsOf(badEndpoints[1]?.id ?? "")).toMatchObject([{ error: "timeout", status_code: 200, response_truncated: true }]);
    expect(await errorsOf(badEndpoints[2]?.id ?? "")).toEqual([{ error: null, status_code: 200, response_truncated: true, whole: true }]);
    expect(await errorsOf(badEndpoints[3]?.id ?? "")).toMatchObject([{ error: "reset" }]);
    expect(await errorsOf(goodEndpoint.id)).toMatchObject([{ error: null, status_code: 200 }]);
    expect(worker.pid).toBeGreaterThan(0);
    await expectInvariants(setting.pool);
  });

  it("come back with a backlog: what is new goes before it, and all of it arrives", { timeout: 120_000 + backlog * 30 }, async () => {
    const target = await httpTarget((_request, response) => setTimeout(() => response.writeHead(200).end(), 10));
    const endpoint = await addEndpoint(setting.pool, setting.ring, { url: urlOf(target), status: "paused", maxInFlight: 4 });
    await setting.startWorker();
    await setting.send(backlog);
    const pending = async (): Promise<number> => (await setting.pool.query("select 1 from deliveries where status = 'pending'")).rowCount ?? 0;
    await expect.poll(pending, { timeout: 30_000 + backlog * 10, interval: 250 }).toBe(backlog);
    // All failed once, and are due now.
    await setting.pool.query("update deliveries set attempt_count = 1, first_attempt_at = now() - interval '1 hour', next_attempt_at = now()");
    await setting.pool.query("update endpoints set status = 'enabled', paused_at = null where id = $1", [endpoint.id]);
    await setting.pool.query("select pg_notify('countersign_endpoints', $1)", [endpoint.id]);
    await expect.poll(() => target.calls.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(20);
    const before = target.calls.length;
    const fresh = new Set(await setting.send(20));
    await expect.poll(() => target.calls.filter(({ headers }) => fresh.has(headers["webhook-id"] ?? "")).length, { timeout: 30_000 }).toBe(fresh.size);
    const lastFresh = target.calls.findLastIndex(({ headers }) => fresh.has(headers["webhook-id"] ?? ""));
    expect(lastFresh, `of ${String(backlog)} that waited most wait still when the last new one went`).toBeLessThan(before + backlog / 2);
    expect(target.calls.length).toBeLessThan(backlog);
    await setting.pool.query("update endpoints set max_in_flight = 200 where id = $1", [endpoint.id]);
    await setting.pool.query("select pg_notify('countersign_endpoints', $1)", [endpoint.id]);
    await expect.poll(pending, { timeout: 30_000 + backlog * 10, interval: 250 }).toBe(0);
    expect(new Set(target.calls.map(({ headers }) => headers["webhook-id"])).size).toBe(backlog + fresh.size);
    await expectInvariants(setting.pool);
  });
});
