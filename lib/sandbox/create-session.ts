import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { newId, parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { openSandboxSource } from "./open-sandbox-source.ts";
import { presentSession } from "./present-session.ts";
import { captureModes, type SandboxSession } from "./session-shape.ts";

/** Those that every provider writes alike, with two decimals. */
export const sandboxCurrencies = ["EUR", "USD", "GBP", "CHF", "SEK"] as const;

/** Body of `POST /sandbox/sessions`. */
export const newSessionInput = z.strictObject({
  sourceId: z.string().meta({ description: "src_…: a test source with a key that verifies" }),
  amountMinor: z.int("must be a whole number of cents").min(1, "must be at least 1").max(99_999_999, "must be less than a million"),
  currency: z.enum(sandboxCurrencies),
  capture: z.enum(captureModes).optional().meta({ description: "manual: only authorized at first. Where the provider or the source settles it, that holds" }),
});

/** Opens a checkout for a test source. Nothing is sent until somebody pays. */
export const createSession = command({
  permission: "sandbox.use",
  input: newSessionInput,
  run: async ({ actor, tx }, { sourceId, amountMinor, currency, capture }): Promise<CommandResult<SandboxSession>> => {
    const uuid = parsePublicId("source", sourceId);
    if (uuid === null) throw new Problem("bad_input", "The session was not created: its source is not named.", { errors: [{ path: "sourceId", message: "must be an id that starts with src_" }] });
    const source = await openSandboxSource(tx, uuid, systemClock.now());
    const [usual] = source.plan.capture;
    const mode = capture ?? usual;
    if (!source.plan.capture.includes(mode)) {
      const words = source.provider === "adyen" ? `The settings of “${source.name}” say that it captures automatically.` : `${source.providerName} knows paid and failed alone: nothing is captured later.`;
      throw new Problem("bad_input", `${words} Leave capture out, or choose ${usual}.`, { errors: [{ path: "capture", message: `must be ${usual} for this source` }] });
    }
    const record = await tx.sandboxSession.create({
      data: { id: newId(), sourceId: uuid, provider: source.provider, amountMinor: BigInt(amountMinor), currency, payment: { capture: mode, steps: [] }, createdBy: actor.name },
    });
    return {
      output: presentSession(record, source.name, source.plan, null),
      audit: { action: "sandbox.create", subjectType: "sandboxSession", subjectId: record.id, details: { source: sourceId, provider: source.provider, amountMinor, currency, capture: mode } },
    };
  },
});
