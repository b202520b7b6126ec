import { Problem } from "./problem.ts";

// Next bundles its own copy of this file beside the one that the server loaded: both must see one value.
const held = globalThis as typeof globalThis & { [key: symbol]: string | undefined };
const slot = Symbol.for("countersign.ownAddress");

/** Listening everywhere is reached on loopback. */
const everywhere: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "[::1]"]]);

/** Said once by whoever listens. */
export function holdOwnAddress(host: string, port: number): void {
  held[slot] = `http://${everywhere.get(host) ?? (host.includes(":") ? `[${host}]` : host)}:${String(port)}`;
}

/** Where this process itself listens, without a slash at its end: never the public address. Throws where nothing listens. */
export function ownAddress(): string {
  const address = held[slot];
  if (address === undefined) throw new Problem("conflict", "This process does not listen for webhooks itself, so that it cannot send any to its own door. Start Countersign with its own server (npm start).");
  return address;
}
