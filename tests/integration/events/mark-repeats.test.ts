import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectEvents } from "#lib/transactions/project-events";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
});
afterAll(() => door.close());

const secret = "MerchantSecretKey";
const token = "87cfb23a8f1e68e162c276b754d9c061";

interface Message {
  readonly tid: number;
  readonly timestamp: number;
  readonly status?: string;
  readonly amount?: number;
}

function praxisBody({ tid, timestamp, status = "approved", amount = 2599 }: Message): { body: string; headers: Record<string, string> } {
  const transaction = { transaction_type: "sale", transaction_status: status, tid, currency: "EUR", amount, conversion_rate: "1.000000", processed_currency: "EUR", processed_amount: amount, reference_id: null };
  const body = JSON.stringify({ merchant_id: "M", application_key: "A", customer: { customer_token: token }, session: { order_id: "o-1", session_status: "successful" }, transaction, version: "1.3", timestamp });
  const signed = ["M", "A", timestamp, token, "o-1", tid, "EUR", amount, "1.000000", "EUR", amount].join("");
  return { body, headers: { "Gt-Authentication": createHash("sha384").update(signed + secret).digest("hex") } };
}

async function addSource(): Promise<{ id: string; token: string }> {
  return door.addSource("praxis", { merchantId: "M", applicationKey: "A" }, secret);
}

/** Sends the messages one after the other, each processed at once, and gives the marks in the order of the provider's time. */
async function marksAfter(messages: readonly Message[], together = false): Promise<boolean[]> {
  const source = await addSource();
  const ids: string[] = [];
  for (const message of messages) {
    const { body, headers } = praxisBody(message);
    expect((await door.post(source.token, headers, body)).status).toBe(200);
    const { rows } = await db.pool.query<{ id: string }>("select id from events where source_id = $1 order by id desc limit 1", [source.id]);
    ids.push(rows[0]?.id ?? "");
    if (!together) await work(ids.slice(-1));
  }
  if (together) await work(ids);
  const { rows } = await db.pool.query<{ repeat: boolean }>("select repeat from events where source_id = $1 order by occurred_at, id", [source.id]);
  return rows.map(({ repeat }) => repeat);
}

async function work(ids: readonly string[]): Promise<void> {
  await projectEvents(db.pool, ids);
}

const at = 1_795_000_000;

describe("an event that says what the one before it said", () => {
  test("is marked as a repeat, the first one never", async () => {
    expect(await marksAfter([{ tid: 1, timestamp: at }, { tid: 1, timestamp: at + 300 }, { tid: 1, timestamp: at + 600 }])).toEqual([false, true, true]);
  });

  test("is none when another state or another amount lies between", async () => {
    expect(await marksAfter([{ tid: 2, timestamp: at }, { tid: 2, timestamp: at + 1, status: "chargeback" }, { tid: 2, timestamp: at + 2 }])).toEqual([false, false, false]);
    expect(await marksAfter([{ tid: 3, timestamp: at }, { tid: 3, timestamp: at + 1, amount: 2600 }])).toEqual([false, false]);
  });

  test("is none for another transaction or another source", async () => {
    expect(await marksAfter([{ tid: 4, timestamp: at }, { tid: 5, timestamp: at + 1 }])).toEqual([false, false]);
    expect(await marksAfter([{ tid: 4, timestamp: at + 2 }])).toEqual([false]);
  });

  test("is found by the provider's time, in any order of arrival, one by one or together", async () => {
    const story: readonly Message[] = [{ tid: 6, timestamp: at }, { tid: 6, timestamp: at + 1 }, { tid: 6, timestamp: at + 2, status: "chargeback" }, { tid: 6, timestamp: at + 3, status: "chargeback" }];
    const [a, b, c, d] = story;
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("the story has four messages");
    for (const order of [[d, c, b, a], [b, a, d, c], [c, a, d, b], [a, d, b, c]]) {
      for (const together of [false, true]) expect(await marksAfter(order, together)).toEqual([false, true, false, true]);
    }
  });

  test("loses its mark when something else turns out to lie between", async () => {
    expect(await marksAfter([{ tid: 7, timestamp: at }, { tid: 7, timestamp: at + 10 }, { tid: 7, timestamp: at + 5, status: "chargeback" }])).toEqual([false, false, false]);
  });
});
