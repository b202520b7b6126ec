import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { alertsQuery, listAlerts, loudAlerts } from "#lib/alerts/list-alerts";
import { openMail } from "#lib/platform/mail";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { updateSettings } from "#lib/settings/update-settings";
import { workerLook } from "#lib/worker/watch-workers";
import { signedInPerson, steppedUp, testInstallation, type TestPerson } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { type MailServer, mailServer } from "#tests/support/mail-server";
import { httpTarget } from "#tests/support/outbound-target";

const db = await testDatabase();
let admin: TestPerson;
let mail: MailServer;
beforeAll(async () => {
  await testInstallation(db);
  admin = await signedInPerson(db, "admin");
  mail = await mailServer();
  openMail({ smtpUrl: mail.url, from: "alerts@example.com" });
  await updateSettings(steppedUp(admin.actor), { alertChannels: { mailTo: ["ada@example.com"] } });
});
beforeEach(async () => {
  await db.pool.query("truncate alerts, alert_changes, worker_heartbeats cascade");
  await db.pool.query("delete from graphile_worker._private_jobs");
});
afterAll(async () => {
  openMail(null);
  closeOutbound();
  await mail.close();
});

const startMs = Date.now();
const at = (seconds: number): number => startMs + seconds * 1_000;
const beat = (ago: string) =>
  db.pool.query("insert into worker_heartbeats (worker_pool_id, process_id, started_at, last_beat_at) values ('w', 1, now(), now() - $1::interval) on conflict (worker_pool_id) do update set last_beat_at = excluded.last_beat_at", [ago]);
const states = async () => (await listAlerts(admin.actor, alertsQuery.parse({}))).data.map(({ rule, state }) => `${rule} ${state}`);
const jobs = async () => (await db.pool.query<{ task: string }>("select task_identifier as task from graphile_worker.jobs")).rows.map(({ task }) => task);
const mails = () => mail.taken.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim());

describe("a web process", () => {
  it("opens the alert when no worker was seen for a while, above every page, and sends its mail itself, once among several", async () => {
    await db.pool.query("select graphile_worker.add_job('process_events', '{\"eventIds\":[]}')");
    const [one, other] = [workerLook(db.pool), workerLook(db.pool)];
    const before = mails().length;
    for (const seconds of [0, 30]) await Promise.all([one(at(seconds)), other(at(seconds))]);
    expect(await states()).toEqual([]);
    for (const seconds of [60, 90, 120]) await Promise.all([one(at(seconds)), other(at(seconds))]);
    expect(await states()).toEqual(["worker_missing open"]);
    expect((await loudAlerts(admin.actor)).map(({ title }) => title)).toEqual(["No worker runs"]);
    expect(mails().slice(before)).toEqual(["[Countersign] Alert: No worker runs"]);
    // What a worker has to do stays for one.
    expect(await jobs()).toEqual(["process_events"]);
  });

  it("keeps calm while a worker is replaced by another", async () => {
    const look = workerLook(db.pool);
    await beat("0 seconds");
    await look(at(0));
    await db.pool.query("delete from worker_heartbeats");
    await look(at(30));
    await look(at(60));
    await beat("1 second");
    await look(at(90));
    await db.pool.query("delete from worker_heartbeats");
    await look(at(120));
    await look(at(150));
    expect(await states()).toEqual([]);
    await look(at(180));
    expect(await states()).toEqual(["worker_missing open"]);
  });

  it("ends the alert when a worker is back, and leaves telling of it to that worker", async () => {
    const look = workerLook(db.pool);
    await beat("10 minutes");
    for (const seconds of [0, 60]) await look(at(seconds));
    expect(await states()).toEqual(["worker_missing open"]);
    const before = mails().length;
    await beat("0 seconds");
    await look(at(61));
    expect(await states()).toEqual(["worker_missing resolved"]);
    await look(at(62));
    expect(mails()).toHaveLength(before);
    expect(await jobs()).toEqual(["announce_alert"]);
  });

  it("tries an announcement again that was not taken, and takes over one whose sender died", async () => {
    closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"] }));
    const hook = await httpTarget((_request, response) => response.writeHead(hook.calls.length === 1 ? 500 : 200).end());
    await updateSettings(steppedUp(admin.actor), { alertChannels: { mailTo: [], webhookUrl: `http://127.0.0.1:${String(hook.port)}/` } });
    const look = workerLook(db.pool);
    await look(at(0));
    await look(at(60));
    expect(hook.calls).toHaveLength(1);
    await db.pool.query("update graphile_worker._private_jobs set run_at = now(), locked_at = now() - interval '1 minute', locked_by = 'somebody'");
    await look(at(90));
    expect(hook.calls).toHaveLength(1);
    await db.pool.query("update graphile_worker._private_jobs set locked_at = now() - interval '10 minutes'");
    await look(at(120));
    expect(hook.calls).toHaveLength(2);
    expect(hook.calls[0]?.headers["webhook-id"]).toBe(hook.calls[1]?.headers["webhook-id"]);
    await look(at(150));
    expect(hook.calls).toHaveLength(2);
    expect(await jobs()).toEqual([]);
  });
});
