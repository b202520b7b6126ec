import { CliError } from "./cli-error.ts";
import type { OptionValues } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

/** Options of commands that speak to a running Countersign. */
export const apiOptions = {
  server: { type: "string", value: "url", help: "where Countersign runs; http://127.0.0.1:3000 unless given" },
  "api-key-env": { type: "string", value: "NAME", help: "read the API key from this environment variable" },
  "api-key": { type: "string", value: "cs_…", help: "the API key; better named by --api-key-env, since others on this machine see command lines" },
} as const;

export interface ApiClient {
  /** The text of a 2xx answer. Throws `CliError` with what a refusal says. */
  readonly call: (method: "GET" | "POST", path: string, body?: unknown) => Promise<string>;
  /** An event stream's response. */
  readonly stream: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>;
}

export function apiClient(options: OptionValues): ApiClient {
  const server = URL.parse(options.text("server") ?? "http://127.0.0.1:3000");
  if (server === null || !/^https?:$/.test(server.protocol)) throw new UsageError("--server should be a URL such as http://127.0.0.1:3000.");
  const key = options.text("api-key") ?? options.namedVariables("api-key-env")[0];
  if (key === undefined) throw new UsageError("The API key is missing: --api-key-env <NAME>. Make one with create-api-key.");
  const address = (path: string): string => `${server.href.replace(/\/+$/, "")}/api/v1${path}`;
  const reach = async (path: string, init: Omit<RequestInit, "headers">, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    try {
      return await fetch(address(path), { ...init, headers: { authorization: `Bearer ${key}`, ...headers } });
    } catch (error) {
      throw new CliError(`${server.origin} did not answer: ${error instanceof Error && error.cause instanceof Error ? error.cause.message : "the connection failed"}. Does Countersign run there?`);
    }
  };
  return {
    call: async (method, path, body) => {
      const response = await reach(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, body === undefined ? {} : { "content-type": "application/json" });
      const text = await response.text();
      if (!response.ok) throw new CliError(`${method} ${path} was refused (${String(response.status)}): ${detailOf(text)}`);
      return text;
    },
    stream: async (lastEventId, signal) => {
      const response = await reach("/stream", { signal }, lastEventId === null ? {} : { "last-event-id": lastEventId });
      if (!response.ok) throw new CliError(`The event stream was refused (${String(response.status)}): ${detailOf(await response.text())}`);
      return response;
    },
  };
}

function detailOf(text: string): string {
  try {
    const problem: unknown = JSON.parse(text);
    const detail: unknown = typeof problem === "object" && problem !== null ? Reflect.get(problem, "detail") : null;
    return typeof detail === "string" ? detail : text.slice(0, 300);
  } catch {
    return text.slice(0, 300);
  }
}
