import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addEndpoint } from "../support/endpoints.ts";
import { httpTarget, type OutboundTarget, tcpTarget } from "../support/outbound-target.ts";
import { expectInvariants } from "./delivery-invariants.ts";
import { deliverySetting, type DeliverySetting, kill } from "./delivery-setting.ts";

let setting: DeliverySetting;
beforeAll(async () => {
  setting = await deliverySetting();
});
afterEach(() => setting.reset());
afterAll(() => setting.close());

const urlOf = ({ port }: Pick<OutboundTarget, "port">): string => `http://127.0.0.1:${String(port)}/hook`;
const take = (_request: unknown, response: ServerResponse): void => void response.writeHead(200).end();
const idsOf = ({ calls }: OutboundTarget): string[] => calls.map(({ headers }) => headers["webhook-id"] ?? "");

function mostOften(ids: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

async function allSucceeded(count: number): Promise<void> {
  const succeeded = async (): Promise<number> => (await setting.pool.query("select 1 from deliveries where status = 'succeeded'")).rowCount ?? 0;
  await expect.poll(succeeded, { timeout: 30_000, interval: 100 }).toBe(count);
}

const leaseLeft = "select max(extract(epoch from leased_until - now()))::float8 as seconds from deliveries where leased_until is not null";

describe("a worker that is killed with -9", () => {
  it("before the send: another one sends each delivery once, within a minute", async () => {
    const worker = await setting.startWorker();
    // It dies when it has dialled and sent nothing yet.
    const deaf = await tcpTarget((socket) => {
      kill(worker.pid, "SIGKILL");
      socket.destroy();
    });
    const endpoint = await addEndpoint(setting.pool, setting.ring, { url: urlOf(deaf) });
    const ids = await setting.send(5);
    await expect.poll(() => deaf.connections(), { timeout: 20_000 }).toBeGreaterThan(0);
    await sleep(200);
    const { rows } = await setting.pool.query<{ seconds: number | null }>(leaseLeft);
    expect(rows[0]?.seconds ?? 0, "its leases end by themselves").toBeLessThan(60);
    const target = await httpTarget(take);
    await setting.pool.query("update endpoints set url = $2 where id = $1", [endpoint.id, urlOf(target)]);
    await setting.endLeases();
    await setting.startWorker();
    await allSucceeded(ids.length);
    expect(idsOf(target).toSorted()).toEqual([...ids].toSorted());
    await expectInvariants(setting.pool);
  });

  it("after the send and before the record: another one sends each delivery at most once more, under the same id", async () => {
    const worker = await setting.startWorker();
    let killed = false;
    const target = await httpTarget((request, response) => {
      if (killed) return take(request, response);
      killed = true;
      kill(worker.pid, "SIGKILL");
    });
    await addEndpoint(setting.pool, setting.ring, { url: urlOf(target) });
    const ids = await setting.send(20);
    await expect.poll(() => killed, { timeout: 20_000 }).toBe(true);
    await sleep(200);
    await setting.endLeases();
    await setting.startWorker();
    await allSucceeded(ids.length);
    expect([...new Set(idsOf(target))].toSorted()).toEqual([...ids].toSorted());
    expect(mostOften(idsOf(target))).toBeLessThanOrEqual(2);
    await expectInvariants(setting.pool);
  });

  it("after the record: nothing that was recorded is sent again", async () => {
    const worker = await setting.startWorker();
    const target = await httpTarget(take);
    await addEndpoint(setting.pool, setting.ring, { url: urlOf(target) });
    const ids = await setting.send(20);
    await allSucceeded(ids.length);
    kill(worker.pid, "SIGKILL");
    await setting.endLeases();
    await setting.startWorker();
    const later = await setting.send(1);
    await allSucceeded(ids.length + 1);
    expect(idsOf(target).toSorted()).toEqual([...ids, ...later].toSorted());
    await expectInvariants(setting.pool);
  });

  it("and one that is only stopped past its lease may not record what its successor did", async () => {
    const first = await setting.startWorker();
    const held: ServerResponse[] = [];
    const target = await httpTarget((request, response) => {
      if (held.length > 0) return take(request, response);
      held.push(response);
      kill(first.pid, "SIGSTOP");
    });
    await addEndpoint(setting.pool, setting.ring, { url: urlOf(target) });
    const [id] = await setting.send(1);
    await expect.poll(() => held.length, { timeout: 20_000 }).toBe(1);
    await setting.endLeases();
    await setting.startWorker();
    await allSucceeded(1);
    // Now the first one hears that it failed, goes on, and must not put the delivery back.
    for (const response of held) response.writeHead(500).end();
    kill(first.pid, "SIGCONT");
    await sleep(1_500);
    expect(idsOf(target)).toEqual([id, id]);
    const { rows } = await setting.pool.query("select d.status, d.attempt_count, (select count(*)::int from attempts) as attempts from deliveries d");
    expect(rows).toEqual([{ status: "succeeded", attempt_count: 1, attempts: 1 }]);
    await expectInvariants(setting.pool);
  });
});

describe("a worker whose PostgreSQL goes away and comes back", () => {
  it("loses nothing, sends nothing more than once beyond the allowed, and goes on without a restart", async () => {
    await setting.startWorker();
    const target = await httpTarget((_request, response) => setTimeout(() => response.writeHead(200).end(), 20));
    await addEndpoint(setting.pool, setting.ring, { url: urlOf(target), maxInFlight: 8 });
    const ids = await setting.send(300);
    await expect.poll(() => target.calls.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(20);
    await setting.restartDatabase(() => sleep(1_500));
    await setting.endLeases();
    await allSucceeded(ids.length);
    expect([...new Set(idsOf(target))].toSorted()).toEqual([...ids].toSorted());
    expect(mostOften(idsOf(target))).toBeLessThanOrEqual(2);
    await expectInvariants(setting.pool);
  });
});
