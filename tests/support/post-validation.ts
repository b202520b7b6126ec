import http from "node:http";
import type { Answer } from "#lib/providers/provider";

/** Sends a validation over HTTP and reads its whole answer; rejects when the connection breaks. */
export function postValidation({ agent, port, token, body, headers }: { readonly agent?: http.Agent; readonly port: number; readonly token: string; readonly body: string; readonly headers: Readonly<Record<string, string>> }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ ...(agent === undefined ? {} : { agent }), host: "127.0.0.1", port, path: `/api/validations/${token}`, method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])), body: Buffer.concat(chunks).toString("utf8") }));
    });
    request.on("error", reject);
    request.end(body);
  });
}
