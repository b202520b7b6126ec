import { apiCall, memberOf } from "../api-call.ts";

export type UnmaskedRecord = { readonly ok: true; readonly record: unknown; /** The whole answer as it came, for whoever needs its numbers exact. */ readonly text: string } | { readonly ok: false; readonly detail: string };

/** A record with its personal fields as they came, for who may see them; the audit says so. */
export async function unmaskedRecord(type: "event" | "request" | "transaction" | "customer" | "delivery", id: string): Promise<UnmaskedRecord> {
  const result = await apiCall("POST", "/unmask", { type, id });
  return result.ok ? { ok: true, record: memberOf(result.body, "record"), text: result.text } : { ok: false, detail: result.detail };
}
