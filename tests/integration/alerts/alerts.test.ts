import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { acknowledgeAlert } from "#lib/alerts/acknowledge-alert";
import { type AlertRule, alertRules, type ChannelName } from "#lib/alerts/alert-shape";
import { announceAlert } from "#lib/alerts/announce-alert";
import { alertsQuery, getAlert, listAlerts } from "#lib/alerts/list-alerts";
import { lookForAlerts } from "#lib/alerts/look-for-alerts";
import { testChannels } from "#lib/alerts/test-channels";
import { moment } from "#lib/alerts/source-conditions.sql";
import { tellCircuit } from "#lib/deliveries/tell-circuit";
import { newId, publicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { openMail } from "#lib/platform/mail";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { updateSettings } from "#lib/settings/update-settings";
import { apiKeyActor, signedInPerson, steppedUp, testInstallation, type TestPerson } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { addEndpoint } from "#tests/support/endpoints";
import { mailServer } from "#tests/support/mail-server";
import { problemOf } from "#tests/support/nouns";
import { httpTarget } from "#tests/support/outbound-target";

const db = await testDatabase();
const minuteMs = 60_000;
/** The clock of the looks: the middle of an hour of now, so that what is inserted falls into months that are there. */
const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 + 30 * minuteMs;
let admin: TestPerson;
let operator: TestPerson;
let sourceId: string;
let endpointId: string;

beforeAll(async () => {
  await testInstallation(db);
  [admin, operator] = [await signedInPerson(db, "admin"), await signedInPerson(db, "operator")];
});
afterAll(() => {
  openMail(null);
  closeOutbound();
});

/** Everything that the rules look at is made anew, so that each of them stands alone. */
async function freshGround(): Promise<void> {
  await db.pool.query("truncate alerts, alert_changes, request_counts, transaction_anomalies, endpoint_figures, worker_heartbeats cascade");
  await db.pool.query("delete from graphile_worker._private_jobs");
  await db.pool.query("delete from requests; delete from events; delete from deliveries; delete from transactions; delete from source_keys; update sources set deleted_at = now(); update endpoints set deleted_at = now()");
  sourceId = newId(startMs - 10 * 86_400_000);
  await db.pool.query("insert into sources (id, provider, name, mode, settings, created_at) values ($1, 'adyen', 'Shop', 'live', '{}', $2)", [sourceId, at(-10 * 24 * 60)]);
  ({ id: endpointId } = await addEndpoint(db.pool, installation().ring, { url: "https://shop.example.com/hooks?key=path-secret" }));
  await db.pool.query("update endpoints set description = 'Orders' where id = $1", [endpointId]);
  await db.pool.query("insert into endpoint_health (endpoint_id) values ($1)", [endpointId]);
  await db.pool.query("insert into worker_heartbeats (worker_pool_id, process_id, started_at, last_beat_at) values ('w', 1, $1, $1)", [at(0)]);
}

const at = (minutes: number): Date => new Date(startMs + minutes * minuteMs);
const sql = (text: string, ...values: unknown[]) => db.pool.query(text, values);
const countRequests = (outcome: string, count: number, minutes: number) =>
  sql(
    `insert into request_counts (source_id, hour, outcome, key_id, lane, count, bytes, last_at) values ($1, date_trunc('hour', $2::timestamptz, 'UTC'), $3, '00000000-0000-0000-0000-000000000000', 0, $4, 0, $2)
      on conflict (source_id, hour, outcome, key_id, lane) do update set count = excluded.count, last_at = excluded.last_at`,
    sourceId, at(minutes), outcome, count,
  );
const addRequest = (outcome: string, minutes: number) =>
  sql(
    `insert into requests (id, source_id, received_at, kind, outcome, answered_status, event_ids, headers, body, body_bytes, body_hash)
      values ($1, $2, $3, 'notification', $4, 200, '{}', '[]', '', 0, '')`,
    newId(), sourceId, at(minutes), outcome,
  );
const addEvent = (state: string, minutes: number) =>
  sql("insert into events (id, request_id, item_index, source_id, identity_hash, received_at, state) values ($1, $2, 0, $3, '', $4, $5)", newId(), newId(), sourceId, at(minutes), state);

interface Story {
  readonly rule: AlertRule;
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
  /** Minutes after the end at which it is resolved, by its calm. */
  readonly resolvedAfter: number;
  readonly loud?: boolean;
  readonly path: () => string;
}

const sourcePath = () => `/sources/${publicId("source", sourceId)}`;
const endpointPath = () => `/endpoints/${publicId("endpoint", endpointId)}`;
const stories: readonly Story[] = [
  { rule: "verification_failures", begin: () => countRequests("rejected", 6, 0), end: () => sql("delete from request_counts"), resolvedAfter: 20, path: () => `/requests?outcome=rejected&sourceId=${publicId("source", sourceId)}&mode=all` },
  { rule: "source_silent", begin: () => sql("update sources set silence_alarm_minutes = 60 where id = $1", sourceId), end: () => countRequests("accepted", 1, 4), resolvedAfter: 0, path: sourcePath },
  { rule: "messages_quarantined", begin: () => addRequest("quarantined", 0), end: () => sql("update requests set outcome = 'accepted'"), resolvedAfter: 0, loud: true, path: () => `/requests?outcome=quarantined&sourceId=${publicId("source", sourceId)}&mode=all` },
  { rule: "events_failed", begin: () => addEvent("failed", 0), end: () => sql("update events set state = 'processed'"), resolvedAfter: 0, path: () => `/events?state=failed&sourceId=${publicId("source", sourceId)}&mode=all` },
  {
    rule: "anomalies",
    begin: async () => {
      const id = newId();
      await sql("insert into transactions (id, source_id, reference, mode, kind, status, folded_status, dispute, search, details, created_at, updated_at) values ($1, $2, 'p1', 'live', 'payment', 'captured', 'captured', 'none', '{}', '{}', $3, $3)", id, sourceId, at(0));
      await sql("insert into transaction_anomalies (transaction_id, code, evidence, raised_at) values ($1, 'over_captured', '{}', $2)", id, at(0));
    },
    end: () => sql("update transaction_anomalies set acknowledged_at = now(), acknowledged_by = 'x'"),
    resolvedAfter: 0,
    path: () => `/transactions?anomaly=any&sourceId=${publicId("source", sourceId)}&mode=all`,
  },
  {
    rule: "key_expiring",
    begin: () => sql("insert into source_keys (id, source_id, label, fingerprint, sealed_secret, active_from, expires_at) values ($1, $2, 'k', 'abcd1234', 'v1.x', $3, $4)", newId(), sourceId, at(-100), at(10 * 24 * 60)),
    end: () => sql("update source_keys set expires_at = null"),
    resolvedAfter: 0,
    path: sourcePath,
  },
  { rule: "deliveries_failing", begin: () => sql("insert into endpoint_figures (endpoint_id, at, succeeded, failed, total_ms, slowest_ms) values ($1, $2, 2, 12, 0, 0)", endpointId, at(-5)), end: () => sql("delete from endpoint_figures"), resolvedAfter: 20, path: endpointPath },
  { rule: "circuit_open", begin: () => sql("update endpoint_health set circuit = 'open' where endpoint_id = $1", endpointId), end: () => sql("update endpoint_health set circuit = 'closed' where endpoint_id = $1", endpointId), resolvedAfter: 0, path: endpointPath },
  {
    rule: "endpoint_disabled",
    begin: () => sql("update endpoints set status = 'disabled', disabled_reason = 'failing', disabled_at = now() where id = $1", endpointId),
    end: () => sql("update endpoints set status = 'enabled', disabled_reason = null, disabled_at = null where id = $1", endpointId),
    resolvedAfter: 0,
    loud: true,
    path: endpointPath,
  },
  { rule: "queue_old", begin: () => addEvent("pending", -6), end: () => sql("update events set state = 'processed'"), resolvedAfter: 0, path: () => "/queue" },
  { rule: "worker_missing", begin: () => sql("update worker_heartbeats set last_beat_at = $1", at(-2)), end: () => sql("update worker_heartbeats set last_beat_at = $1", at(5)), resolvedAfter: 0, loud: true, path: () => "/queue" },
];

const look = (minutes: number, rule: AlertRule) => lookForAlerts(db.pool, at(minutes).getTime(), [rule]);
const alerts = async () => (await listAlerts(operator.actor, alertsQuery.parse({}))).data;

describe("every rule", () => {
  it("has a story here", () => expect(stories.map(({ rule }) => rule).toSorted()).toEqual(alertRules.toSorted()));

  it.each(stories)("$rule opens once, stays one, resolves by itself and opens anew", async ({ rule, begin, end, resolvedAfter, loud = false, path }) => {
    await freshGround();
    expect(await look(0, rule)).toEqual([]);
    await begin();
    await look(1, rule);
    await look(2, rule);
    const [opened, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(opened).toMatchObject({ rule, state: "open", loud, openedAt: at(1).toISOString(), lastSeenAt: at(2).toISOString(), path: path() });
    for (const text of [opened?.title, opened?.why, opened?.whatToDo]) expect(text).toMatch(/^[^?]*[a-z][^?]*\??$/);
    expect(JSON.stringify(opened)).not.toContain("path-secret");
    await end();
    await look(5, rule);
    await look(5 + resolvedAfter, rule);
    expect(await alerts()).toMatchObject([{ state: "resolved", resolvedAt: at(5 + resolvedAfter).toISOString() }]);
    await freshGround();
    await begin();
    await look(6, rule);
    expect((await alerts()).map(({ state }) => state)).toEqual(["open"]);
  });

  it("that comes and goes is told once: it resolves only after its calm", async () => {
    await freshGround();
    const circuit = (state: string) => sql("update endpoint_health set circuit = $2 where endpoint_id = $1", endpointId, state);
    await circuit("open");
    await look(0, "circuit_open");
    for (const minutes of [1, 2, 3]) {
      await circuit(minutes % 2 === 0 ? "open" : "closed");
      expect(await look(minutes, "circuit_open")).toEqual([]);
    }
    expect(await look(4, "circuit_open")).toHaveLength(1);
  });
});

describe("an alert", () => {
  it("opens once for two workers that look at once", async () => {
    await freshGround();
    await sql("update endpoint_health set circuit = 'open'");
    await updateSettings(steppedUp(admin.actor), { alertChannels: { mailTo: ["a@example.com"] } });
    const changes = await Promise.all(Array.from({ length: 4 }, () => look(0, "circuit_open")));
    expect(changes.flat()).toHaveLength(1);
    expect((await sql("select 1 from graphile_worker.jobs where task_identifier = 'announce_alert'")).rowCount).toBe(1);
    await sql("update endpoint_health set circuit = 'closed'");
    const ended = await Promise.all(Array.from({ length: 4 }, () => look(10, "circuit_open")));
    expect(ended.flat()).toHaveLength(1);
  });

  it("is acknowledged by an operator, once, with a place in the audit, and opens again when the newest of it is newer", async () => {
    await freshGround();
    await addRequest("quarantined", 0);
    await look(1, "messages_quarantined");
    const [alert] = await alerts();
    const id = alert?.id ?? "";
    const viewer = await signedInPerson(db, "viewer");
    expect((await problemOf(acknowledgeAlert(viewer.actor, { id }))).kind).toBe("forbidden");
    expect((await problemOf(acknowledgeAlert(apiKeyActor(["alerts:read"]), { id }))).kind).toBe("forbidden");
    expect(await acknowledgeAlert(operator.actor, { id })).toMatchObject({ state: "acknowledged", acknowledgedBy: operator.actor.name });
    expect(await acknowledgeAlert(admin.actor, { id })).toMatchObject({ state: "acknowledged", acknowledgedBy: operator.actor.name });
    expect(await db.prisma.auditEntry.count({ where: { action: "alert.acknowledge" } })).toBe(1);
    await sql("update alerts set acknowledged_at = $1", at(2));
    expect(await look(3, "messages_quarantined")).toEqual([]);
    await addRequest("quarantined", 4);
    expect(await look(5, "messages_quarantined")).toHaveLength(1);
    expect(await getAlert(operator.actor, id)).toMatchObject({ state: "open", acknowledgedBy: null, changes: [{ state: "open" }, { state: "acknowledged", by: operator.actor.name }, { state: "open", by: null }] });
    expect((await problemOf(acknowledgeAlert(operator.actor, { id: publicId("alert", newId()) }))).kind).toBe("not_found");
  });

  it("of a key that nears its end is told again at three days and at one", async () => {
    await freshGround();
    await sql("insert into source_keys (id, source_id, label, fingerprint, sealed_secret, active_from, expires_at) values ($1, $2, 'k', 'abcd1234', 'v1.x', $3, $4)", newId(), sourceId, at(-100), at(13 * 24 * 60));
    expect(await look(0, "key_expiring")).toHaveLength(1);
    expect(await look(9 * 24 * 60, "key_expiring")).toEqual([]);
    expect(await look(10.5 * 24 * 60, "key_expiring")).toHaveLength(1);
    expect(await look(12.5 * 24 * 60, "key_expiring")).toHaveLength(1);
  });

  it("of a key that was the last one is not over when the key has ended: it is told again, loudly, until another verifies", async () => {
    await freshGround();
    const addKey = (label: string, endsAt: Date | null) => sql("insert into source_keys (id, source_id, label, fingerprint, sealed_secret, active_from, expires_at) values ($1, $2, $3, 'abcd1234', 'v1.x', $4, $5)", newId(), sourceId, label, at(-100), endsAt);
    await addKey("old", at(60));
    await addKey("older", at(30));
    expect(await look(0, "key_expiring")).toHaveLength(1);
    expect(await look(61, "key_expiring")).toHaveLength(1);
    expect(await look(62, "key_expiring")).toEqual([]);
    expect(await alerts()).toMatchObject([{ state: "open", loud: true, title: "Shop: key abcd1234 has expired" }]);
    await addKey("new", null);
    expect(await look(63, "key_expiring")).toHaveLength(1);
    expect((await alerts()).map(({ state }) => state)).toEqual(["resolved"]);
  });

  it("of a circuit is looked for in the transaction that says so", async () => {
    await freshGround();
    await tellCircuit(endpointId, "open");
    await tellCircuit(endpointId, "open");
    expect((await sql("select 1 from graphile_worker.jobs where task_identifier = 'look_for_alerts'")).rowCount).toBe(1);
  });

  it("is found by state, rule, source and endpoint", async () => {
    await freshGround();
    await sql("update endpoint_health set circuit = 'open'");
    await addEvent("failed", 0);
    await look(1, "circuit_open");
    await look(1, "events_failed");
    const rulesOf = async (query: object) => (await listAlerts(operator.actor, alertsQuery.parse(query))).data.map(({ rule }) => rule);
    expect(await rulesOf({ state: "unresolved" })).toEqual(["events_failed", "circuit_open"]);
    expect(await rulesOf({ rule: "circuit_open" })).toEqual(["circuit_open"]);
    expect(await rulesOf({ sourceId: publicId("source", sourceId), state: "open" })).toEqual(["events_failed"]);
    expect(await rulesOf({ endpointId: publicId("endpoint", endpointId) })).toEqual(["circuit_open"]);
    const first = await listAlerts(operator.actor, alertsQuery.parse({ limit: "1" }));
    expect(await rulesOf({ limit: "1", cursor: first.nextCursor })).toEqual(["circuit_open"]);
  });
});

describe("a change of state", () => {
  const job = async (channel: ChannelName, changeId = "") => announceAlert(db.pool, { channel, changeId }, Date.now());

  it("goes out by mail and by a webhook that official libraries verify; one that is not taken is tried again with the same id", async () => {
    await freshGround();
    const mail = await mailServer();
    const statuses = [500, 200, 200];
    const receiver = await httpTarget((_, response) => void response.writeHead(statuses.shift() ?? 200).end());
    openMail({ smtpUrl: mail.url, from: "alerts@example.com" });
    closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"] }));
    const url = `http://127.0.0.1:${String(receiver.port)}/alerts`;
    const { secret } = await updateSettings({ ...admin.actor, steppedUpAtMs: Date.now() }, { alertChannels: { mailTo: ["anna@example.com"], webhookUrl: url } });
    await sql("update endpoint_health set circuit = 'open'");
    const [changeId] = await look(0, "circuit_open");
    const jobs = await sql("select payload, max_attempts from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'announce_alert'");
    expect(jobs.rows).toEqual(expect.arrayContaining([{ payload: { changeId, channel: "mail" }, max_attempts: 12 }, { payload: { changeId, channel: "webhook" }, max_attempts: 12 }]));
    await job("mail", changeId);
    expect(mail.taken).toHaveLength(1);
    expect(mail.taken[0]?.to).toEqual(["anna@example.com"]);
    expect(mail.taken[0]?.raw).toContain("Subject: [Countersign] Alert: Orders: its circuit is open");
    expect(mail.taken[0]?.raw).toContain(`Since ${moment(at(0))} UTC.`);
    await expect(job("webhook", changeId)).rejects.toThrow("answered 500");
    await job("webhook", changeId);
    const [refused, taken] = receiver.calls;
    expect(taken?.headers["webhook-id"]).toBe(refused?.headers["webhook-id"]);
    const body = new Webhook(z.string().parse(secret)).verify(taken?.body.toString("utf8") ?? "", taken?.headers ?? {});
    expect(body).toMatchObject({ type: "alert.opened", data: { rule: "circuit_open", state: "open", title: "Orders: its circuit is open" } });
    expect(await testChannels(admin.actor)).toMatchObject({ channels: [{ channel: "mail", outcome: "sent" }, { channel: "webhook", outcome: "sent", says: "The webhook answered 200." }] });
    await mail.close();
    expect(await testChannels(admin.actor)).toMatchObject({ channels: [{ channel: "mail", outcome: "failed" }, { channel: "webhook" }] });
    expect((await problemOf(testChannels(operator.actor))).kind).toBe("forbidden");
  });

  it("goes nowhere, and fails nowhere, while no channel is entered", async () => {
    await freshGround();
    openMail(null);
    await updateSettings({ ...admin.actor, steppedUpAtMs: Date.now() }, { alertChannels: { mailTo: [], webhookUrl: null } });
    await sql("update endpoint_health set circuit = 'open'");
    const [changeId] = await look(0, "circuit_open");
    expect((await sql("select 1 from graphile_worker.jobs where task_identifier = 'announce_alert'")).rowCount).toBe(0);
    await job("mail", changeId);
    await job("webhook", changeId);
    await job("webhook", newId());
    expect(await testChannels(admin.actor)).toMatchObject({ channels: [{ outcome: "not_configured" }, { outcome: "not_configured" }] });
  });
});
