import type { Attempt } from "#lib/deliveries/delivery-shape";
import { statusText } from "./delivery-words.ts";

/** An answer as text: status, headers, body; JSON with a line for each member, so that two of them can be compared. */
export function responseText({ statusCode, responseHeaders, responseBody }: Pick<Attempt, "statusCode" | "responseHeaders" | "responseBody">): string {
  if (statusCode === null) return "";
  const headers = responseHeaders.map(([name, value]) => `${name}: ${value}`);
  const body = responseBody === null || responseBody === "" ? [] : ["", pretty(responseBody)];
  return [statusText(statusCode), ...headers, ...body].join("\n");
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // No JSON: an error page, for instance.
  }
}
