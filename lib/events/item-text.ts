import type { ProviderId } from "#lib/providers/provider";
import { parseLexicalJson } from "#lib/signing/lexical-json";
import { decodeUtf8 } from "#lib/signing/utf8-text";
import { valueText } from "./value-text.ts";

/**
 * The JSON text of one item of a request, as it was received; `null` when the body is not JSON.
 * Only Adyen's standard notifications hold several items (Adyen docs, "notificationItems"); elsewhere it is the body.
 */
export function itemText(provider: ProviderId, body: Uint8Array, itemIndex: number): string | null {
  const text = decodeUtf8(body);
  if (text === null || !parseLexicalJson(text).ok) return null;
  if (provider !== "adyen") return text.trim();
  return valueText(text, ["notificationItems", itemIndex, "NotificationRequestItem"]) ?? text.trim();
}
