import { acknowledgeAlert } from "#lib/alerts/acknowledge-alert";
import { retryDelivery } from "#lib/deliveries/retry-delivery";
import { startReplay } from "#lib/deliveries/start-replay";
import { database, type Prisma } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { addKey } from "#lib/sources/add-key";
import { acknowledgeAnomaly } from "#lib/transactions/acknowledge-anomaly";
import { anomalyCodes } from "#lib/transactions/anomalies";
import { resolveTransaction } from "#lib/transactions/resolve-transaction";
import { reopenTransaction } from "#lib/transactions/reopen-transaction";
import { startRebuild } from "#lib/transactions/start-rebuild";
import type { resolvableStatuses } from "#lib/transactions/transaction-shape";
import { unmaskTransaction } from "#lib/transactions/unmask-transaction";
import { activateRuleSet } from "#lib/validations/activate-rule-set";
import { createRuleSet } from "#lib/validations/create-rule-set";
import { activeRuleSet } from "#lib/validations/list-rule-sets";
import { createView } from "#lib/views/create-view";
import { dayMs, type KeyIncident } from "./business.ts";
import { type DemoTeam, inviteColleague } from "./people.ts";
import { cardLimit, type DemoSource, type Outage } from "./past-world.ts";

export interface PastAct {
  readonly atMs: number;
  readonly act: () => Promise<void>;
}

export interface PastActsInput {
  readonly team: DemoTeam;
  readonly startMs: number;
  readonly nowMs: number;
  readonly incident: KeyIncident | null;
  /** Of the account whose key nobody knew. */
  readonly incidentSource: DemoSource | undefined;
  readonly outage: Outage;
  /** Whose rules were changed. */
  readonly ruled: DemoSource | undefined;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What the merchant's people did, each at its time: the audit, the roles and the pages of what is done by hand live of it. */
export function pastActs({ team, startMs, nowMs, incident, incidentSource, outage, ruled }: PastActsInput): readonly PastAct[] {
  const acts: PastAct[] = [
    { atMs: startMs + hourMs, act: () => makeViews(team) },
    { atMs: outage.fromMs + 40 * minuteMs, act: () => lookAfterAlerts(team) },
    { atMs: outage.toMs + 20 * minuteMs, act: () => retryOne(team) },
    { atMs: nowMs - 5 * hourMs, act: () => closeByHand(team, nowMs - Math.min(dayMs, (nowMs - startMs) / 2)) },
    { atMs: nowMs - 3 * hourMs, act: () => lookAtAnomalies(team) },
    { atMs: nowMs - 2 * hourMs, act: () => inviteColleague(team) },
  ];
  if (ruled !== undefined) {
    const middleMs = startMs + (nowMs - startMs) / 2;
    acts.push(
      { atMs: middleMs, act: async () => void (await activateRuleSet(team.admin(), await draftWith(team, ruled, 4), {})) },
      { atMs: nowMs - 90 * minuteMs, act: async () => void (await draftWith(team, ruled, 3)) },
    );
  }
  if (incident !== null && incidentSource !== undefined) {
    acts.push(
      { atMs: incident.fromMs + 25 * minuteMs, act: () => lookAfterAlerts(team) },
      { atMs: incident.toMs, act: async () => void (await addKey(team.admin(), { sourceId: incidentSource.id, secret: incidentSource.keys.next, label: "Key of the new back office" })) },
    );
  }
  return acts.filter(({ atMs }) => atMs > startMs && atMs < nowMs);
}

/** Left to the worker of the start: what was missed is sent again, and one account's last week is folded anew. */
export async function lastActs(team: DemoTeam, { fromMs, toMs }: Outage, refolded: DemoSource | undefined, nowMs: number): Promise<void> {
  const filter = { type: "payment.completed", mode: "live", from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  await startReplay(team.operator(), { filter, ratePerSecond: 20, reason: "The warehouse was away for an afternoon" });
  if (refolded !== undefined) await startRebuild(team.operator(), { filter: { sourceId: refolded.id, from: new Date(nowMs - 7 * dayMs).toISOString() } });
}

async function makeViews(team: DemoTeam): Promise<void> {
  const views = [
    { by: team.operator, list: "transactions", name: "Disputes to answer", query: "mode=live&dispute=chargeback", shared: true },
    { by: team.operator, list: "transactions", name: "Failed live payments", query: "mode=live&status=failed", shared: true },
    { by: team.operator, list: "requests", name: "Refused messages", query: "outcome=rejected", shared: true },
    { by: team.admin, list: "events", name: "Refunds", query: "mode=live&type=refund.*", shared: false },
    { by: team.viewer, list: "transactions", name: "Payouts", query: "kind=payout&mode=live", shared: false },
  ];
  for (const { by, ...view } of views) await createView(by(), view);
}

/** The rules that decide now, with fewer payments that one card may make in an hour. */
async function draftWith(team: DemoTeam, { id }: DemoSource, most: number): Promise<string> {
  const active = await activeRuleSet(team.operator(), id);
  if (active === null) throw new Error("no rules decide for the demo's source");
  const rules = active.rules.map((rule) => (rule.name === cardLimit ? { ...rule, when: { ...rule.when, value: most } } : rule));
  return (await createRuleSet(team.operator(), { sourceId: id, rules, default: active.default, fallback: active.fallback })).id;
}

/** Those that are open: somebody says that they look after it. */
async function lookAfterAlerts(team: DemoTeam): Promise<void> {
  const open = await database().prisma.alert.findMany({ where: { state: "open" }, select: { id: true }, orderBy: { id: "asc" }, take: 3 });
  for (const { id } of open) await acknowledgeAlert(team.operator(), { id: publicId("alert", id) });
}

/** The last of those that the warehouse missed, by hand, to see whether it is back. */
async function retryOne(team: DemoTeam): Promise<void> {
  const [failed, other] = await database().prisma.delivery.findMany({ where: { status: "failed" }, select: { id: true }, orderBy: { id: "desc" }, take: 2 });
  if (failed !== undefined && other !== undefined) await retryDelivery(team.operator(), { id: publicId("delivery", failed.id) });
}

/** Payments that no message will end any more: a person knows how they ended. One of them was a mistake. */
async function closeByHand(team: DemoTeam, beforeMs: number): Promise<void> {
  const before = new Date(beforeMs);
  const closings: readonly { readonly where: Prisma.TransactionWhereInput; readonly status: (typeof resolvableStatuses)[number]; readonly note: string }[] = [
    { where: { status: { in: ["pending", "action_required", "created", "expired"] } }, status: "failed", note: "The customer paid the order by bank transfer instead. Nothing more will come of this one." },
    { where: { status: "authorized" }, status: "canceled", note: "The customer gave the order up on the phone; the hold was let go of in the back office." },
    { where: { status: "failed" }, status: "captured", note: "Settled in yesterday’s statement although the provider says failed. Asked them why." },
  ];
  const made: string[] = [];
  for (const { where, status, note } of closings) {
    const found = await newest({ ...where, kind: "payment", mode: "live", resolutionAt: null, updatedAt: { lt: before } });
    if (found === null) continue;
    await unmaskTransaction(team.operator(), { id: found });
    await resolveTransaction(team.operator(), { id: found, status, note });
    made.push(found);
  }
  const mistaken = made.at(-1);
  if (made.length > 1 && mistaken !== undefined) await reopenTransaction(team.admin(), { id: mistaken, note: "The statement shows another order of the same amount." });
}

async function newest(where: Prisma.TransactionWhereInput): Promise<string | null> {
  const found = await database().prisma.transaction.findFirst({ where, select: { id: true }, orderBy: { id: "desc" } });
  return found === null ? null : publicId("transaction", found.id);
}

/** Half of what should be looked at was looked at. */
async function lookAtAnomalies(team: DemoTeam): Promise<void> {
  const found = await database().prisma.transactionAnomaly.findMany({ where: { acknowledgedAt: null }, select: { transactionId: true, code: true }, orderBy: { transactionId: "asc" } });
  for (const { transactionId, code: text } of found.slice(0, Math.ceil(found.length / 2)).slice(0, 8)) {
    const code = anomalyCodes.find((one) => one === text);
    if (code !== undefined) await acknowledgeAnomaly(team.operator(), { id: publicId("transaction", transactionId), code });
  }
}
