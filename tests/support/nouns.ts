import { createHmac } from "node:crypto";
import { Problem } from "#lib/platform/problem";

/** The refusal that a call must end in. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}

/** Headers of a message that a generic gateway with the default profile signed. */
export function gatewayHeaders(secret: string, body: string): Record<string, string> {
  return { "content-type": "application/json", "x-signature": createHmac("sha256", secret).update(body).digest("hex") };
}
