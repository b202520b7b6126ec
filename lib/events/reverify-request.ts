import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type KeptVerdict, processKeptRequest } from "#lib/receiving/process-kept-request";
import { requestNotFound } from "./get-request.ts";
import type { Reverified } from "./request-shape.ts";

/**
 * Verifies the kept bytes of a request again with the keys and settings of now, and processes it if it passes.
 * That it still fails is an answer, not an error. Throws `Problem("conflict")` where it can never pass.
 */
export const reverifyRequest = command({
  permission: "requests.reverify",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<Reverified>> => {
    const uuid = parsePublicId("request", id);
    if (uuid === null) throw requestNotFound();
    const output = reverified(id, await processKeptRequest(tx, uuid));
    return { output, audit: { action: "request.reverify", subjectType: "request", subjectId: uuid, details: { outcome: output.outcome, reason: output.reason, events: output.eventIds } } };
  },
});

/** What came of it, as the API says it. Throws where the request can never pass or is none. */
export function reverified(requestId: string, verdict: KeptVerdict): Reverified {
  switch (verdict.kind) {
    case "released":
      return { requestId, released: true, outcome: verdict.outcome, reason: null, eventIds: verdict.eventIds.map((id) => publicId("event", id)) };
    case "still_refused":
      return { requestId, released: false, outcome: "rejected", reason: verdict.reason, eventIds: [] };
    case "still_quarantined":
      return { requestId, released: false, outcome: "quarantined", reason: verdict.reason, eventIds: [] };
    case "masked":
      throw new Problem("conflict", "Card numbers in this request were overwritten before it was stored, or its customer was erased, so that its signature can never match again. Have the provider send the message again.");
    case "not_kept":
      throw new Problem("conflict", "The body of this request was too large or encoded and was not kept. Have the provider send the message again.");
    case "already_processed":
      throw new Problem("conflict", `This request was ${verdict.outcome === "accepted" ? "accepted" : `taken as a ${verdict.outcome}`} already. There is nothing to verify again.`);
    case "unknown":
      throw requestNotFound();
  }
}
