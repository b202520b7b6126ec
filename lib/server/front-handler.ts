import type { IncomingMessage, ServerResponse } from "node:http";
import { methodNotAllowed, problemAnswer } from "#lib/receiving/door-answer";
import type { HeaderLines } from "#lib/receiving/kept-headers";
import { withLinesAsSent } from "#lib/receiving/lines-as-sent";
import { doorOf, takeAtDoor, takeValidation, writeAnswer } from "./fast-door.ts";
import { firstByteMs } from "./first-byte.ts";
import type { Group } from "./group.ts";
import { headerLines } from "./header-lines.ts";
import type { Handle } from "./http-server.ts";
import type { OpenCountersign } from "./open-countersign.ts";
import { originForm } from "./origin-form.ts";
import { answerOwn, ownPathOf } from "./own-answers.ts";
import { remoteAddressReader } from "./remote-address.ts";
import { secure } from "./security-headers.ts";

export interface FrontParts {
  readonly trustedProxies: readonly string[];
  readonly countersign: OpenCountersign;
  /** False: Next's route answers webhooks too, as it does wherever Next is deployed alone. */
  readonly fastDoor: boolean;
  /** Everything that is no webhook. */
  readonly pages: (request: IncomingMessage, response: ServerResponse, remoteAddress: string | null) => Promise<void> | void;
  /** Told where the server has several processes: then the front answers for all of them. */
  readonly group: Group | null;
}

/** To other methods Next answers 400 or 500 without a word, or a page. */
const methodsOfNext: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Whoever calls comes here first: what is for the doors is taken, everything else is for the pages. */
export function frontHandler({ trustedProxies, countersign, fastDoor, pages, group }: FrontParts): Handle {
  const addressOf = remoteAddressReader(trustedProxies);
  return (request, response) => {
    const target = originForm(request.url ?? "/");
    if (target === null) return writeAnswer(response, problemAnswer("bad_input", "The address holds an escape that cannot be read: write % as %25."));
    request.url = target;
    if (!methodsOfNext.has(request.method ?? "")) return writeAnswer(response, isOfProvider(target) ? methodNotAllowed() : problemAnswer("method_not_allowed", "Nothing here takes this method.", { allow: [...methodsOfNext].join(", ") }));
    const door = fastDoor ? doorOf(request) : null;
    const remoteAddress = addressOf(request);
    if (door?.kind === "validation") return takeValidation(request, response, door.token, countersign.validator, remoteAddress);
    if (door !== null) return takeAtDoor(request, response, door, countersign.receiver, remoteAddress);
    const own = group === null ? null : ownPathOf(request);
    if (own !== null && group !== null) return answerOwn(own, request, response, group);
    return pages(request, response, remoteAddress);
  };
}

function isOfProvider(target: string): boolean {
  return target.startsWith("/api/webhooks/") || target.startsWith("/api/validations/");
}

/** Next, in whichever process it runs. `lines`: the header lines as they were sent. */
export function pagesHandler(next: Handle, { publicUrl, dev }: { readonly publicUrl: string; readonly dev: boolean }) {
  const https = publicUrl.startsWith("https:");
  return (request: IncomingMessage, response: ServerResponse, remoteAddress: string | null, lines: HeaderLines = headerLines(request.rawHeaders)): Promise<void> | void => {
    secure(request, response, { remoteAddress, https, dev });
    if (isOfProvider(request.url ?? "/")) return withLinesAsSent(lines, firstByteMs(request), () => next(request, response));
    return next(request, response);
  };
}
