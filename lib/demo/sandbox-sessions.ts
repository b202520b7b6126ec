import type { UserActor } from "#lib/access/actor";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { createSession } from "#lib/sandbox/create-session";
import { endChallenge, operateSession, paySession } from "#lib/sandbox/take-step";
import { actorOf, demoPeople } from "./people.ts";

/** Checkouts that somebody tried, each at another point. Through the door of the running server, which is why they are made at its start; only where there are none. */
export async function makeSandboxSessions(): Promise<void> {
  const { prisma } = database();
  const operator = demoPeople.find(({ role }) => role === "operator");
  if (operator === undefined || (await prisma.sandboxSession.count()) > 0 || (await prisma.user.count({ where: { email: operator.email } })) === 0) return;
  const actor = await actorOf(operator.email);
  const open = await openerOf(actor);
  await open("stripe", 1_250, "EUR", "automatic");
  const challenged = await open("stripe", 8_900, "USD", "automatic");
  await paySession(actor, challenged, { card: "challenge", misbehave: null });
  const declined = await open("praxis", 4_400, "EUR", "automatic");
  await paySession(actor, declined, { card: "insufficient_funds", misbehave: null });
  const held = await open("stripe", 12_000, "GBP", "manual");
  await paySession(actor, held, { card: "approved", misbehave: "disorder" });
  await operateSession(actor, held, { operation: "capture", amountMinor: 7_500, misbehave: null });
  const refunded = await open("stripe", 4_990, "EUR", "automatic");
  await paySession(actor, refunded, { card: "challenge", misbehave: null });
  await endChallenge(actor, refunded, { passed: true, misbehave: null });
  await operateSession(actor, refunded, { operation: "refund", amountMinor: 1_990, misbehave: "duplicate" });
  await operateSession(actor, refunded, { operation: "refund", amountMinor: 500, misbehave: "wrong-key" });
}

async function openerOf(actor: UserActor) {
  const sources = await database().prisma.source.findMany({ where: { mode: "test", deletedAt: null }, select: { id: true, provider: true }, orderBy: { id: "asc" } });
  return async (provider: string, amountMinor: number, currency: "EUR" | "USD" | "GBP", capture: "automatic" | "manual"): Promise<string> => {
    const source = sources.find((one) => one.provider === provider);
    if (source === undefined) throw new Error(`the demo has no test source of ${provider}`);
    return (await createSession(actor, { sourceId: publicId("source", source.id), amountMinor, currency, capture })).id;
  };
}
