import { refuseBadUrl } from "#lib/endpoints/check-url";
import type { Transaction } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { type FieldError, Problem } from "#lib/platform/problem";
import { lockLists } from "./lock-rules.sql.ts";
import type { RuleSetBody } from "./rule-set-shape.ts";
import { handOverUrls, type KnownLists, ruleSetProblems } from "./rule-set-problems.ts";

/** The lists that rules may refer to. */
export async function knownLists(reader: Pick<Transaction, "validationList">): Promise<KnownLists> {
  const lists = await reader.validationList.findMany({ select: { id: true, name: true, field: true } });
  return new Map(lists.map(({ id, name, field }) => [publicId("validationList", id), { name, field }]));
}

/** The same for a command that is about to refer to them: none of them ends before it does. */
export async function heldLists(tx: Transaction): Promise<KnownLists> {
  await lockLists(tx);
  return knownLists(tx);
}

/** Throws `Problem("bad_input")` that names every part of the rules that cannot mean what it says. */
export function refuseProblems(body: RuleSetBody, lists: KnownLists, under = ""): void {
  const errors = ruleSetProblems(body, lists).map(({ path, message }) => ({ path: `${under}${path}`, message }));
  if (errors.length > 0) throw new Problem("bad_input", "Some rules cannot be used as they are.", { errors });
}

/**
 * Refuses URLs that may not be called, before anything is saved. Asked outside of any transaction: a slow name server
 * must not hold a connection of the database. `force`: a name that cannot be looked up now is let through.
 */
export async function refuseBadHandOvers(body: RuleSetBody, mode: string, force: boolean): Promise<void> {
  const handOvers = handOverUrls(body);
  const refusals = new Map(await Promise.all([...new Set(handOvers.map(({ url }) => url))].map(async (url) => [url, await urlProblem(url, mode, force)] as const)));
  const errors = handOvers.flatMap(({ path, url }): FieldError[] => {
    const message = refusals.get(url) ?? null;
    return message === null ? [] : [{ path, message }];
  });
  if (errors.length > 0) throw new Problem("bad_input", "A URL that payments would be handed over to cannot be used.", { errors });
}

async function urlProblem(url: string, mode: string, force: boolean): Promise<string | null> {
  try {
    await refuseBadUrl(url, mode === "live" ? "live" : "test", force);
    return null;
  } catch (error) {
    if (error instanceof Problem && error.kind === "bad_input") return error.errors[0]?.message ?? error.message;
    throw error;
  }
}
