import { beforeAll, describe, expect, it } from "vitest";
import { snapshotOf } from "#lib/deliveries/keep-snapshots";
import { recordOutcomes } from "#lib/deliveries/record.sql";
import { getEvent } from "#lib/events/get-event";
import { newId, parsePublicId, publicId } from "#lib/platform/ids";
import { processKeptRequest } from "#lib/receiving/process-kept-request";
import { handle } from "#lib/rest/handle";
import { eraseCustomerRoute } from "#lib/rest/erasure-routes";
import { claimAnswer, keepAnswer, readAnswer } from "#lib/rest/idempotent-answers.sql";
import { createViewRoute } from "#lib/rest/view-routes";
import { erasePiece } from "#lib/retention/erase-piece";
import { getErasure } from "#lib/retention/get-erasure";
import { planErasure, startErasure } from "#lib/retention/start-erasure";
import { getTransaction } from "#lib/transactions/get-transaction";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { holdOffErasures } from "#lib/transactions/kept-readings.sql";
import { listTransactions } from "#lib/transactions/list-transactions";
import { projectEvents } from "#lib/transactions/project-events";
import { refold } from "#lib/transactions/refold";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { copyOut } from "#tests/support/copy-out";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { storeMessages } from "#tests/support/stored-events";
import { storedSource } from "#tests/support/transactions";

const db = await testDatabase();
const eraser = apiKeyActor(["personal:write", "personal:read", "transactions:read", "events:read"]);
const person = { id: "cus_erika_7", name: "Erika Sommerfeld", email: "erika@sommerfeld.example" };
const telling = /cus_erika_7|sommerfeld/i;
let admin: TestPerson;
let shop: string;
let other: string;

beforeAll(async () => {
  await testInstallation(db);
  admin = await signedInPerson(db, "admin");
  shop = await storedSource(db);
  other = await storedSource(db);
});

const body = (payment: string, event: string, customer: typeof person = person): Buffer =>
  Buffer.from(JSON.stringify({ id: newId(), event, data: { id: payment, amount: 2599, currency: "EUR", customer, description: `Order of ${customer.name}` } }));

async function tell(sourceId: string, payment: string, events: readonly string[], customer = person): Promise<string[]> {
  const ids = await storeMessages(db, events.map((event) => ({ sourceId, body: body(payment, event, customer) })));
  await projectEvents(db.pool, ids);
  return ids;
}

/** Runs an erasure as the worker does: piece after piece. */
async function run(id: string): Promise<void> {
  const uuid = parsePublicId("erasure", id) ?? "";
  while ((await getErasure(eraser, id)).state === "running") await erasePiece(db.pool, uuid);
}

const states = async (sourceId: string) =>
  (await db.pool.query<{ reference: string; status: string }>("select reference, status, amount_minor, captured_minor, kind, created_at from transactions where source_id = $1 order by reference", [sourceId])).rows;

describe("erasing a customer", () => {
  it("counts first, takes thousands in pieces, and leaves amounts, states and nothing of the person in any table", async () => {
    const ids: string[] = [];
    for (let at = 0; at < 45; at += 1) ids.push(...(await tell(shop, `pay_${String(at)}`, ["payment.created", "payment.completed"])));
    await tell(shop, "pay_other", ["payment.completed"], { id: "cus_other", name: "Max Winter", email: "max@winter.example" });
    await storeMessages(db, [{ sourceId: shop, body: Buffer.from('{"not":"an event","customer_id":"cus_erika_7"}') }]);
    await db.pool.query("update events set state = 'processed' where state = 'pending'");
    await db.pool.query("update requests set outcome = 'rejected', reason = 'signature_mismatch', event_ids = '{}' where body = convert_to('{\"not\":\"an event\",\"customer_id\":\"cus_erika_7\"}', 'UTF8')");
    const [, eventId = ""] = ids;
    await snapshotOf(db.pool, eventId);
    const deliveryId = newId();
    await db.prisma.delivery.create({ data: { id: deliveryId, eventId, targetId: newId(), createdAt: new Date(), nextAttemptAt: new Date() } });
    await db.prisma.attempt.create({
      data: { id: newId(), deliveryId, number: 1, startedAt: new Date(), durationMs: 1, requestHeaders: [], responseHeaders: [["x-user", person.email]], responseBody: Buffer.from(`hello ${person.name}`), responseTruncated: false },
    });
    await db.prisma.savedView.create({ data: { id: newId(), list: "transactions", name: "hers", query: "customer=cus_erika_7", ownerId: admin.actor.id } });
    await db.pool.query("update requests set headers = $1 where id = (select request_id from events where id = $2)", [JSON.stringify([["x-customer-email", person.email], ["x-about", `${person.name}, ${person.id}`], ["x-signature", "abc"]]), eventId]);
    await db.pool.query("update transactions set resolution_note = $1, resolution_status = 'captured', resolution_by = 'Ada', resolution_at = now() where reference = 'pay_3'", [`${person.name} (${person.id}) called, ${person.email}`]);
    const before = await states(shop);

    const plan = await planErasure(eraser, { reference: person.id });
    expect(plan).toMatchObject({ transactions: 45, events: 90, attempts: 1, sources: [{ id: publicId("source", shop), transactions: 45 }] });
    expect(await states(shop)).toEqual(before);
    const started = await startErasure(eraser, { reference: person.id });
    await run(started.id);

    expect(await getErasure(eraser, started.id)).toMatchObject({ state: "completed", transactions: 45, attempts: 1, error: null });
    expect(await states(shop)).toEqual(before);
    const tables = await db.pool.query<{ name: string }>("select table_schema || '.' || quote_ident(table_name) as name from information_schema.tables where table_schema in ('public', 'partition', 'graphile_worker') and table_type = 'BASE TABLE'");
    for (const { name } of tables.rows) {
      const { rows } = await db.pool.query<{ line: string }>(`select row_to_json(t)::text || coalesce((select string_agg(convert_from(v, 'UTF8'), ' ') from (select ${name.includes("requests") && !name.includes("counts") ? "t.body" : "null::bytea"}) b(v)), '') as line from ${name} t`);
      expect(rows.map(({ line }) => line).filter((line) => telling.test(line)), name).toEqual([]);
    }
    const audit = await db.pool.query<{ line: string }>("select row_to_json(a)::text as line from audit_entries a where action like 'customer.%'");
    expect(audit.rows.map(({ line }) => line).join()).not.toMatch(telling);
    expect(audit.rows).toHaveLength(2);
  });

  it("survives folding again, and says that and when it was erased", async () => {
    const [row] = (await listTransactions(eraser, transactionsQuery.parse({ customer: (await getErasureOf()).pseudonym }))).data;
    const before = await states(shop);
    const { changes } = (await refold(db.pool, [{ sourceId: shop, reference: row?.reference ?? "" }]))[0] ?? { changes: null };
    expect(changes).toEqual([]);
    expect(await states(shop)).toEqual(before);
    const shown = await getTransaction(eraser, row?.id ?? "");
    expect(shown.erasedAt).not.toBeNull();
    expect(shown.customer).toEqual({ reference: (await getErasureOf()).pseudonym, name: null, email: null, country: null });
    const [first] = shown.timeline.flatMap((entry) => (entry.kind === "event" ? [entry.eventId] : []));
    const event = await getEvent(eraser, first ?? "");
    expect(event.erasedAt).not.toBeNull();
    expect(event.payload?.text).toContain('"amount":2599');
  });

  it("keeps others' fields, and the other person of the same name where only one source was chosen", async () => {
    await tell(shop, "pay_a", ["payment.completed"]);
    await tell(other, "pay_b", ["payment.completed"]);
    const plan = await planErasure(eraser, { reference: person.id });
    expect(plan.sources.map(({ transactions }) => transactions)).toEqual([1, 1]);
    await run((await startErasure(eraser, { reference: person.id, sourceIds: [shop] })).id);
    expect((await listTransactions(eraser, transactionsQuery.parse({ customer: person.id }))).data.map(({ reference }) => reference)).toEqual(["pay_b"]);
    expect((await listTransactions(eraser, transactionsQuery.parse({ q: "max@winter.example" }))).data).toHaveLength(1);
  });

  it("takes repeats and their bodies too, and what comes later can be erased again", async () => {
    const told = body("pay_r", "payment.completed");
    const [id = ""] = await storeMessages(db, [{ sourceId: shop, body: told }]);
    await storeMessages(db, [{ sourceId: shop, body: told }, { sourceId: shop, body: told }]);
    await projectEvents(db.pool, [id]);
    const { id: erasure } = await startErasure(eraser, { reference: person.id, sourceIds: [shop] });
    await run(erasure);
    expect((await getErasure(eraser, erasure)).requests).toBe(3);
    expect((await states(shop)).find(({ reference }) => reference === "pay_r")).toMatchObject({ status: "captured" });
    await tell(shop, "pay_r", ["payment.refunded"]);
    expect(await planErasure(eraser, { reference: person.id, sourceIds: [shop] })).toMatchObject({ transactions: 0, events: 1 });
    await run((await startErasure(eraser, { reference: person.id, sourceIds: [shop] })).id);
    expect((await problemOf(planErasure(eraser, { reference: person.id, sourceIds: [shop] }))).kind).toBe("not_found");
  });

  it("leaves no answer that is kept for a repeated call, and does not do the call again", async () => {
    const other = await signedInPerson(db, "admin");
    const view = (key: string, name: string, query: string) =>
      handle(createViewRoute).POST(apiRequest("POST", "/views", { headers: { ...other.writeHeaders, "idempotency-key": key }, body: { list: "transactions", name, query } }), withParams());
    await tell(shop, "pay_k", ["payment.completed"]);
    const first = await view(`by-${person.id}`, "Hers", `customer=${person.id}`);
    expect(await first.text()).toContain(person.id);
    const second = await view("by-another", "All", "status=captured");
    await run((await startErasure(eraser, { reference: person.id, sourceIds: [shop] })).id);
    expect(await copyOut(db.pool, "idempotent_answers")).not.toMatch(telling);
    const again = await view(`by-${person.id}`, "Hers", `customer=${person.id}`);
    expect([first.status, again.status, await again.text()]).toEqual([201, 409, expect.stringContaining("took effect")]);
    expect([second.status, (await view("by-another", "All", "status=captured")).headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(await db.prisma.savedView.count({ where: { ownerId: other.actor.id } })).toBe(2);
  });

  it("is not undone by a call that was made before its end and answers after it", async () => {
    await tell(shop, "pay_l", ["payment.completed"]);
    const name = { actor: "user:x", route: "POST /x", key: "x" };
    const claimed = await claimAnswer(name, Buffer.from("x"));
    await run((await startErasure(eraser, { reference: person.id, sourceIds: [shop] })).id);
    await keepAnswer(name, claimed ?? new Date(0), 200, JSON.stringify({ customer: person.id }));
    expect(await readAnswer(name)).toMatchObject({ status: 200, body: null });
  });

  it("takes messages that nobody could read, and those that wait to be read, in whichever form the reference stands", async () => {
    const named = { ...person, id: "cus/erïka7" };
    const source = await storedSource(db);
    const forms = [named.id, named.id.replace("/", "\\/"), named.id.replace("ï", "\\u00ef")];
    const bodies = [...forms.map((form) => Buffer.from(`{"broken":"${form}","email":"${named.email}`)), Buffer.from(`{"customer":{"id":"${named.id}","name":"Erika Sommerfeld"}}`, "utf16le"), body("pay_w", "payment.completed", named)];
    const ids = await storeMessages(db, bodies.map((bytes) => ({ sourceId: source, body: bytes })));
    await db.pool.query("update events set state = 'failed' where id = any($1::uuid[]) and id <> $2", [ids, ids.at(-1)]);
    await tell(source, "pay_v", ["payment.completed"], named);
    const { id } = await startErasure(eraser, { reference: named.id, sourceIds: [source] });
    const uuid = parsePublicId("erasure", id) ?? "";
    for (let pieces = 0; pieces < 4; pieces += 1) await erasePiece(db.pool, uuid);
    // The one that waits may be under a projector's eyes: the erasure looks again once that is done.
    expect(await getErasure(eraser, id)).toMatchObject({ state: "running", transactions: 1 });
    await projectEvents(db.pool, [ids.at(-1) ?? ""]);
    await run(id);
    expect((await getErasure(eraser, id)).state).toBe("completed");
    const { rows } = await db.pool.query<{ text: string }>("select encode(body, 'escape') || encode(body, 'hex') as text from requests where source_id = $1", [source]);
    expect(rows).toHaveLength(6);
    for (const { text } of rows) expect(text).not.toMatch(new RegExp(`sommerfeld|${Buffer.from("Sommerfeld", "utf16le").toString("hex")}|cus.{1,2}er.{1,8}ka7`, "i"));
    expect(await db.prisma.transaction.count({ where: { sourceId: source, customerReference: { startsWith: "erased-" } } })).toBe(2);
  });

  it("is not undone by a projector that had read a message before", async () => {
    const source = await storedSource(db);
    const customer = { ...person, id: "cus_slow_1" };
    await tell(source, "pay_s1", ["payment.completed"], customer);
    const [late = ""] = await storeMessages(db, [{ sourceId: source, body: body("pay_s2", "payment.completed", customer) }]);
    const { id } = await startErasure(eraser, { reference: customer.id, sourceIds: [source] });
    await Promise.all([run(id), projectEvents(db.pool, [late])]);
    expect(await db.prisma.transaction.count({ where: { sourceId: source, customerReference: customer.id } })).toBe(0);
    expect((await copyOut(db.pool, "transactions")).includes("cus_slow_1")).toBe(false);
  });

  it("keeps nothing of what a target answers about him later, also by an attempt that had begun before", async () => {
    const source = await storedSource(db);
    const customer = { ...person, id: "cus_answered_1" };
    const [eventId = ""] = await tell(source, "pay_t1", ["payment.completed"], customer);
    const [other = ""] = await tell(source, "pay_t2", ["payment.completed"], { id: "cus_else", name: "Max", email: "max@else.example" });
    const deliveries = await Promise.all([eventId, other].map((event) => db.prisma.delivery.create({ data: { id: newId(), eventId: event, targetId: newId(), createdAt: new Date(), nextAttemptAt: new Date() } })));
    await run((await startErasure(eraser, { reference: customer.id, sourceIds: [source] })).id);
    await recordOutcomes(db.pool, deliveries.map(({ id, leaseToken }) => ({
      id, leaseToken, status: "failed", delayMs: null, lastStatusCode: 400, lastError: null,
      attempt: { id: newId(), startedAtMs: Date.now(), durationMs: 1, timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }, error: null, errorDetail: null, requestHeaders: "[]", responseHeaders: '[["x-user","erika"]]', responseBody: Buffer.from("hello Erika"), responseTruncated: false },
    })));
    const bodies = async (deliveryId: string | undefined) => (await db.prisma.attempt.findMany({ where: { deliveryId: deliveryId ?? "" } })).map(({ responseBody, responseHeaders }) => [Buffer.from(responseBody).toString(), JSON.stringify(responseHeaders)]);
    expect([await bodies(deliveries[0]?.id), await bodies(deliveries[1]?.id)]).toEqual([[["", "[]"]], [["hello Erika", '[["x-user","erika"]]']]]);
  });

  it("takes what the customer's validations said of him; decisions stay", async () => {
    const source = await storedSource(db);
    const asked = Buffer.from(JSON.stringify({ customer: { customer_token: "CUS_Asks_1", first_name: "Erika" }, amount: 100 }));
    await storeMessages(db, [{ sourceId: source, body: asked }]);
    await db.pool.query("update events set state = 'processed' where source_id = $1", [source]);
    const { rows } = await db.pool.query<{ id: string }>("update requests set kind = 'validation', event_ids = '{}' where source_id = $1 returning id", [source]);
    await db.prisma.validation.create({
      data: { id: newId(), sourceId: source, requestId: rows[0]?.id ?? "", mode: "test", bodyHash: Buffer.from("x"), action: "approve", answerStatus: 0, answerDescription: "Ok", velocity: [], durationMs: 1, counted: true, input: { customer: "cus_asks_1", variable1: "CUS_Asks_1", variable2: "to erika@winter.example", variable3: "red", hour: 7, amount: { amountMinor: 100, currency: "EUR", exponent: 2 } } },
    });
    expect(await planErasure(eraser, { reference: "CUS_Asks_1" })).toMatchObject({ transactions: 0, events: 1 });
    await run((await startErasure(eraser, { reference: "CUS_Asks_1", sourceIds: [source] })).id);
    const pseudonym: unknown = expect.stringMatching(/^erased-/);
    expect(await db.prisma.validation.findFirst({ where: { sourceId: source } })).toMatchObject({ action: "approve", counted: true, input: { customer: pseudonym, variable1: pseudonym, variable2: "***", variable3: "red", hour: 7, amount: { amountMinor: 100 } } });
    const { rows: bodies } = await db.pool.query<{ body: Buffer }>("select body from requests where source_id = $1", [source]);
    expect(bodies.map(({ body: bytes }) => bytes.toString())).toEqual([expect.stringMatching(/"customer_token":"erased-[0-9a-f]+","first_name":"\*\*\*"\},"amount":100/)]);
  });

  it("touches no view that merely holds the same digits", async () => {
    const customer = { ...person, id: "25" };
    await tell(shop, "pay_25", ["payment.completed"], customer);
    const make = (name: string, query: string) => db.prisma.savedView.create({ data: { id: newId(), list: "transactions", name, query, ownerId: admin.actor.id } });
    await make("digits", "from=2026-01-25T00%3A00%3A00Z&minAmountMinor=2500");
    await make("named", "customer=25&minAmountMinor=2500");
    await run((await startErasure(eraser, { reference: "25", sourceIds: [shop] })).id);
    const views = await db.prisma.savedView.findMany({ where: { name: { in: ["digits", "named"] } }, orderBy: { name: "asc" } });
    expect(views.map(({ query }) => query)).toEqual(["from=2026-01-25T00%3A00%3A00Z&minAmountMinor=2500", expect.stringMatching(/^customer=erased-[0-9a-f]{24}&minAmountMinor=2500$/)]);
  });

  it("leaves requests that can be verified no more", async () => {
    const { rows } = await db.pool.query<{ id: string }>("select id from requests where outcome = 'rejected' and erased_at is not null");
    expect(await db.prisma.$transaction((tx) => processKeptRequest(tx, rows[0]?.id ?? ""))).toEqual({ kind: "masked" });
  });

  it("is for admins who proved their password, and for keys with the scope", async () => {
    const ask = (who: TestPerson) => handle(eraseCustomerRoute).POST(apiRequest("POST", `/customers/${person.id}/erase`, { headers: who.writeHeaders, body: {} }), withParams({ reference: person.id }));
    expect((await ask(await signedInPerson(db, "operator"))).status).toBe(403);
    expect((await problemOf(startErasure(admin.actor, { reference: person.id }))).kind).toBe("step_up_required");
    expect((await problemOf(planErasure(apiKeyActor(["personal:read"]), { reference: person.id }))).kind).toBe("forbidden");
    expect((await problemOf(planErasure(eraser, { reference: "nobody" }))).kind).toBe("not_found");
  });

  it("begins no piece while what dropped messages said is being kept: that would bear the old name afterwards", async () => {
    const customer = { id: "cus_kept_9", name: "Kai Dropped", email: "kai@dropped.example" };
    await tell(shop, "pay_kept_9", ["payment.completed"], customer);
    const keeper = await db.pool.connect();
    await keeper.query("begin");
    await holdOffErasures(keeper);
    const { id } = await startErasure(eraser, { reference: customer.id });
    const piece = erasePiece(db.pool, parsePublicId("erasure", id) ?? "");
    await expect.poll(async () => (await db.pool.query("select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")).rowCount).toBe(1);
    const named = async () => (await db.pool.query("select 1 from transactions where customer_reference = $1", [customer.id])).rowCount;
    expect(await named()).toBe(1);
    await keeper.query("commit");
    keeper.release();
    await piece;
    await run(id);
    expect(await named()).toBe(0);
  });
});

async function getErasureOf() {
  return db.prisma.erasure.findFirstOrThrow({ orderBy: { createdAt: "asc" } });
}
