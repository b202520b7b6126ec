/** What the tests take from the environment; nothing else in `tests` reads it. */
export interface TestEnv {
  /** A browser to use instead of the one that is found. */
  readonly chromiumPath: string | null;
  /** Where commands are looked for. */
  readonly path: string;
  readonly isCi: boolean;
  /** How many deliveries wait in the fault tests when their target comes back; the long form is 20000. */
  readonly faultBacklog: number;
}

const shortBacklog = 2_000;

export function readTestEnv(): TestEnv {
  const given = process.env["CHROMIUM_PATH"];
  return { chromiumPath: given === undefined || given === "" ? null : given, path: process.env["PATH"] ?? "", isCi: process.env["CI"] === "true", faultBacklog: backlogFrom(process.env["FAULT_BACKLOG"]) };
}

function backlogFrom(text: string | undefined): number {
  if (text === undefined || text === "") return shortBacklog;
  if (/^[1-9]\d{2,5}$/.test(text)) return Number(text);
  throw new Error(`FAULT_BACKLOG is "${text}"; it should be a whole number from 100 to 999999, such as 20000`);
}

/** For a library that reads the environment by itself. */
export function setForLibrary(name: "NEXTAUTH_URL", value: string): void {
  process.env[name] = value;
}

/** Names that would change what a started server is: a developer's own settings must not decide a test. */
const ownSettings = [
  "DATABASE_URL", "DATA_DIR", "HOST", "PORT", "WEB_PROCESSES", "PUBLIC_URL", "NEXTAUTH_URL", "NEXTAUTH_SECRET", "ENCRYPTION_KEYS", "ADMIN_EMAIL", "ADMIN_PASSWORD", "ADMIN_API_KEY",
  "BODY_LIMIT_BYTES", "ALLOW_PRIVATE_TARGETS", "TRUSTED_PROXIES", "LOG_LEVEL", "METRICS_TOKEN", "SMTP_URL", "OTEL_EXPORTER_OTLP_ENDPOINT", "NODE_ENV",
];

/** The environment for a process that a test starts: this one's without Countersign's settings, with `values` on top. */
export function environmentWith(values: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  for (const name of Object.keys(environment)) if (ownSettings.includes(name) || name.startsWith("VITEST")) Reflect.deleteProperty(environment, name);
  return { ...environment, ...values };
}
