import type { z } from "zod";
import type { AuditDraft } from "#lib/audit/append";
import { appendAudit } from "#lib/audit/append";
import { database, type Transaction } from "#lib/platform/database/client";
import type { Actor, Permission } from "./actor.ts";
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
  /** What the audit says of it; without secrets. An array where one command changes several subjects. */
  readonly audit: AuditDraft | readonly AuditDraft[];
}

export interface Command<Input, Output> {
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  /** Checks the actor, parses the input, runs in one transaction with its audit entry. Throws `Problem`. */
  (actor: Actor, input: unknown): Promise<Output>;
}

/** The only way in which anything is written on somebody's behalf. */
export function command<Input, Output>(definition: {
  readonly permission: Permission;
  readonly input: z.ZodType<Input>;
  readonly run: (context: CommandContext, input: Input) => Promise<CommandResult<Output>>;
}): Command<Input, Output> {
  const execute = async (actor: Actor, rawInput: unknown): Promise<Output> => {
    requirePermission(actor, definition.permission);
    const input = parseInput(definition.input, rawInput);
    const effects: (() => void)[] = [];
    const output = await database().prisma.$transaction(async (tx) => {
      const result = await definition.run({ actor, tx, afterCommit: (effect) => effects.push(effect) }, input);
      const drafts = Array.isArray(result.audit) ? result.audit : [result.audit];
      for (const draft of drafts) await appendAudit(tx, actor, draft);
      return result.output;
    });
    for (const effect of effects) effect();
    return output;
  };
  return Object.assign(execute, { permission: definition.permission, input: definition.input });
}
