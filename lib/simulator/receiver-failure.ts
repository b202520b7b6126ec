/** How a receiver fails: an answer of this status, no answer at all, or a connection that breaks. */
export type ReceiverFailure = { readonly kind: "status"; readonly status: number } | { readonly kind: "timeout" } | { readonly kind: "reset" };

/** `timeout`, `reset`, or a status from 300 to 599 such as `500`; `none` for no failure. `undefined`: none of these. */
export function readFailure(text: string): ReceiverFailure | null | undefined {
  if (text === "none") return null;
  if (text === "timeout" || text === "reset") return { kind: text };
  return /^[345]\d\d$/.test(text) ? { kind: "status", status: Number(text) } : undefined;
}

export function failureText(failure: ReceiverFailure | null): string {
  return failure === null ? "none" : failure.kind === "status" ? String(failure.status) : failure.kind;
}
