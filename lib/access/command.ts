import type { z } from "zod";
import { appendAudit, type AuditDraft } from "#lib/audit/append";
import { database, type Transaction } from "#lib/platform/database/client";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { log } from "#lib/platform/log";
import { Problem } from "#lib/platform/problem";
import type { Actor, Permission } from "./actor.ts";
import { isTransientConflict } from "./is-transient-conflict.ts";
import { parseInput } from "./parse-input.ts";
import { requirePermission } from "./require-permission.ts";

export interface CommandContext {
  readonly actor: Actor;
  readonly tx: Transaction;
  /** Runs after the commit, for notifications that must not precede it. */
  readonly afterCommit: (effect: () => void) => void;
}

export interface CommandResult<Output> {
  readonly output: Output;
  /** What the audit says of it; without secrets. An array where one command changes several subjects, or none. */
  readonly audit: AuditDraft | readonly AuditDraft[];
}

export interface Command<Input, Output> {
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  /** Checks the actor, parses the input, runs in one transaction with its audit entry. Throws `Problem`. */
  (actor: Actor, input: unknown): Promise<Output>;
}

const mostTries = 3;

/**
 * The only way in which anything is written on somebody's behalf. `run` may be called again after a deadlock or a
 * serialization failure, so that what it does outside of the transaction belongs into `afterCommit`.
 */
export function command<Input, Output>(definition: {
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  readonly run: (context: CommandContext, input: Input) => Promise<CommandResult<Output>>;
}): Command<Input, Output> {
  const execute = async (actor: Actor, rawInput: unknown): Promise<Output> => {
    requirePermission(actor, definition.permission);
    const input = parseInput(definition.input, rawInput);
    return writeAudited(actor, (context) => definition.run(context, input));
  };
  return Object.assign(execute, { permission: definition.permission, input: definition.input });
}

/**
 * One transaction with its audit entries, for commands and for the writes that precede any sign-in.
 * Throws `Problem("unavailable")` when the database is away.
 */
export async function writeAudited<Output>(actor: Actor, run: (context: CommandContext) => Promise<CommandResult<Output>>): Promise<Output> {
  for (let attempt = 1; ; attempt += 1) {
    const effects: (() => void)[] = [];
    try {
      const output = await database().prisma.$transaction(async (tx) => {
        const result = await run({ actor, tx, afterCommit: (effect) => effects.push(effect) });
        for (const draft of draftsOf(result.audit)) await appendAudit(tx, actor, draft);
        return result.output;
      });
      runEffects(effects);
      return output;
    } catch (error) {
      if (attempt < mostTries && isTransientConflict(error)) continue;
      if (error instanceof Problem || !isUnavailable(error)) throw error;
      log().warn({ err: error }, "a write found the database away");
      throw new Problem("unavailable", "Nothing was changed, as far as we know: try again in a few seconds.", { retryAfterSeconds: 5 });
    }
  }
}

function draftsOf(audit: AuditDraft | readonly AuditDraft[]): readonly AuditDraft[] {
  return "action" in audit ? [audit] : audit;
}

/** The commit stands: an effect that fails is logged and does not turn it into a failure. */
function runEffects(effects: readonly (() => void)[]): void {
  for (const effect of effects) {
    try {
      effect();
    } catch (error) {
      log().error({ err: error }, "an effect after a commit failed");
    }
  }
}
