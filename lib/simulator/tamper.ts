import type { SignedMessage, SimulatedMessage } from "./simulation.ts";

/** The same request after somebody changed one character of what was signed. */
export function tamper(message: SimulatedMessage, signed: SignedMessage): SignedMessage {
  const text = Buffer.from(signed.body).toString("utf8");
  const at = text.indexOf(message.covered) + message.covered.length - 1;
  const replacement = text.charAt(at) === "7" ? "3" : "7";
  return { ...signed, body: Buffer.from(text.slice(0, at) + replacement + text.slice(at + 1), "utf8") };
}
