import type { PlayInput } from "./play-sends.ts";
import type { ReceivedAnswer } from "./received-answer.ts";

const mostCharacters = 2_000;
export const noAnswer: ReceivedAnswer = { status: null, headers: new Map(), body: "" };

/** Posts to the URLs of a source over real HTTP. Whatever goes wrong is no answer, as it would be for the provider. */
export function postOverHttp(urls: { readonly notification: string; readonly validation: string | null }): PlayInput["post"] {
  return async ({ headers, body }, timeLimitMs, kind) => {
    const url = kind === "validation" ? (urls.validation ?? urls.notification) : urls.notification;
    try {
      const response = await fetch(url, { method: "POST", headers: { ...headers }, body: Buffer.from(body), redirect: "manual", signal: AbortSignal.timeout(timeLimitMs) });
      const text = await response.text();
      return { status: response.status, headers: new Map(response.headers), body: text.slice(0, mostCharacters) };
    } catch {
      return noAnswer;
    }
  };
}
