import { shellQuote } from "../sources/test-command-text.ts";

/** Headers that curl or the way there makes anew. */
const madeAnew = new Set(["host", "content-length", "connection", "accept", "accept-encoding", "user-agent", "transfer-encoding", "expect", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded"]);

/** The request as a curl command that sends the same bytes with the same signature. Bodies that are no text go through base64. */
export function curlCommand(url: string, headers: readonly (readonly [string, string])[], body: { readonly text: string | null; readonly base64: string }): string {
  const lines = headers.filter(([name]) => !madeAnew.has(name.toLowerCase())).map(([name, value]) => `-H ${shellQuote(`${name}: ${value}`)}`);
  const asText = body.text !== null && !body.text.includes("\u0000");
  const parts = ["curl -X POST", shellQuote(url), ...lines, asText ? `--data-binary ${shellQuote(body.text)}` : "--data-binary @-"];
  const command = parts.join(" \\\n  ");
  return asText ? command : `printf %s ${shellQuote(body.base64)} | base64 -d | ${command}`;
}
