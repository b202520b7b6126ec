import { pino, type Logger } from "pino";

export type { Logger } from "pino";

const redactedPaths = ["secret", "*.secret", "password", "*.password", "token", "*.token", "authorization", "*.authorization", "cookie", "*.cookie", "headers", "*.headers", "body", "*.body"];

const held = globalThis as typeof globalThis & { [key: symbol]: Logger | undefined };
const slot = Symbol.for("countersign.log");

/** The process's log: JSON lines on stdout, nothing secret. Shared by our copies inside and outside Next's bundle. */
export function log(): Logger {
  return (held[slot] ??= pino({ level: "info", redact: { paths: redactedPaths, censor: "[redacted]" }, base: null }));
}

export function setLogLevel(level: string): void {
  log().level = level;
}
