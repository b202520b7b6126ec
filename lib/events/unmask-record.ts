import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { parsePublicId } from "#lib/platform/ids";
import type { EventDetail } from "./event-shape.ts";
import { readEvent } from "./get-event.ts";
import { readRequest } from "./get-request.ts";
import type { RequestDetail } from "./request-shape.ts";

/** Body of `POST /unmask`. */
export const unmaskInput = z.strictObject({ type: z.enum(["event", "request"]), id: z.string().max(100) });

export type Unmasked = { readonly type: "event"; readonly record: EventDetail } | { readonly type: "request"; readonly record: RequestDetail };

/** One record with its personal fields as they came; that somebody looked is in the audit. */
export const unmaskRecord = command({
  permission: "personal.read",
  input: unmaskInput,
  run: async ({ actor }, { type, id }): Promise<CommandResult<Unmasked>> => {
    requirePermission(actor, type === "event" ? "events.read" : "requests.read");
    const output: Unmasked =
      type === "event"
        ? { type, record: await readEvent(id, true) }
        : { type, record: await readRequest(id, { detailed: may(actor, "sources.readDetails"), unmasked: true }) };
    return { output, audit: { action: `${type}.unmask`, subjectType: type, subjectId: parsePublicId(type, id), details: {} } };
  },
});
