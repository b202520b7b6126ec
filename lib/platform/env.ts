import { z } from "zod";
import { isThisMachine } from "./is-this-machine.ts";

/** A bad value in the environment. The message is one line for the person who starts us. */
export class EnvironmentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EnvironmentError";
  }
}

const optionalText = z.string().trim().min(1).optional();
/** Digits only: a blank, a sign, `3.5` or `0x10` is a mistake, never a number that nobody meant. */
const wholeNumber = (from: number, to: number, error: string) =>
  z.string().regex(/^\d{1,9}$/, { error }).transform(Number).pipe(z.number().min(from, { error }).max(to, { error }));
const cidrList = z
  .string()
  .optional()
  .transform((text) => (text ?? "").split(",").map((part) => part.trim()).filter((part) => part !== ""))
  .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()], { error: "CIDR blocks such as 10.0.0.0/8, separated by commas" })));

const commaList = z
  .string()
  .optional()
  .transform((text) => (text ?? "").split(",").map((part) => part.trim()).filter((part) => part !== ""));

/** In clear text only on this machine. */
function isSafeToAsk({ protocol, hostname, username }: URL): boolean {
  return username === "" && (protocol === "https:" || isThisMachine(hostname));
}

const variables = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "a URL such as postgresql://user:password@host:5432/name" }).optional(),
  DATA_DIR: z.string().trim().min(1).default(".data"),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  PORT: wholeNumber(0, 65_535, "a port number from 0 to 65535").default(3000),
  WEB_PROCESSES: wholeNumber(1, 64, "a number of processes from 1 to 64").default(1),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "a URL such as https://payments.example.com" }).optional(),
  NEXTAUTH_SECRET: z.string().min(32, { error: "at least 32 characters" }).optional(),
  ENCRYPTION_KEYS: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=(,[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=)*$/, {
      error: "one or more id:key separated by commas, each key 32 bytes in base64",
    })
    .refine((text) => new Set(text.split(",").map((entry) => entry.split(":")[0])).size === text.split(",").length, { error: "id:key entries with an id each of its own" })
    .optional(),
  ADMIN_EMAIL: z.email({ error: "an email address" }).optional(),
  ADMIN_PASSWORD: z.string().min(12, { error: "at least 12 characters" }).max(256).optional(),
  ADMIN_API_KEY: z.string().regex(/^cs_[A-Za-z0-9_-]{29,}$/, { error: "cs_ and at least 29 letters or digits" }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "a URL such as smtp://user:password@host:587" }).refine((text) => URL.canParse(text) && new URL(text).hostname !== "", { error: "a URL such as smtp://user:password@host:587" }).optional(),
  ALERT_FROM: z.string().trim().max(320).regex(/^([^\u0000-\u001f\u007f<>@]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@,]+@[^\s<>@,]+)$/, { error: "an address such as alerts@example.com or Countersign <alerts@example.com>" }).optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "the issuer's URL, such as https://login.example.com/realms/shop" })
    .refine((text) => !URL.canParse(text) || isSafeToAsk(new URL(text)), { error: "an https URL: whoever listens on the way could sign in as anybody" })
    .optional(),
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  OIDC_ROLE_CLAIM: optionalText,
  OIDC_ADMIN_VALUES: commaList,
  OIDC_OPERATOR_VALUES: commaList,
  OIDC_VIEWER_VALUES: commaList,
  BODY_LIMIT_BYTES: wholeNumber(1024, 67_108_864, "a number of bytes from 1024 to 67108864").default(1_048_576),
  ALLOW_PRIVATE_TARGETS: cidrList,
  TRUSTED_PROXIES: cidrList,
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], { error: "trace, debug, info, warn, error, fatal or silent" }).default("info"),
  METRICS_TOKEN: optionalText.pipe(z.string().min(16, { error: "at least 16 characters" }).optional()),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: "a URL such as http://127.0.0.1:4318" }).optional(),
} as const;

const secretNames = new Set(["DATABASE_URL", "NEXTAUTH_SECRET", "ENCRYPTION_KEYS", "ADMIN_PASSWORD", "ADMIN_API_KEY", "SMTP_URL", "OIDC_CLIENT_SECRET", "METRICS_TOKEN"]);

/** Single sign-on beside passwords. */
export interface OidcSettings {
  /** Without a slash at its end. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that holds a person's groups or roles; `null`: roles are given here, by hand. */
  readonly roleClaim: string | null;
  /** The values of that claim which give each role; the highest counts. */
  readonly roleValues: Readonly<Record<"viewer" | "operator" | "admin", readonly string[]>>;
}

export interface Env {
  /** `null`: the embedded server under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** How many take webhooks on that port. */
  readonly webProcesses: number;
  /** Without a slash at its end; `null`: `http://HOST:PORT` as it turns out to be. */
  readonly publicUrl: string | null;
  readonly nextAuthSecret: string | null;
  readonly encryptionKeys: string | null;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  readonly adminApiKey: string | null;
  readonly smtpUrl: string | null;
  /** The sender of our mail. */
  readonly alertFrom: string | null;
  readonly oidc: OidcSettings | null;
  readonly bodyLimitBytes: number;
  readonly allowPrivateTargets: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly logLevel: z.infer<(typeof variables)["LOG_LEVEL"]>;
  readonly metricsToken: string | null;
  /** The collector that takes our traces; `null`: none are made. */
  readonly otlpEndpoint: string | null;
}

/** Reads and checks the environment. Throws `EnvironmentError` naming the variable, what it holds and what it should hold. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const read = <Name extends keyof typeof variables>(name: Name): z.infer<(typeof variables)[Name]> => readVariable(source, name);
  const env: Env = {
    databaseUrl: read("DATABASE_URL") ?? null,
    dataDir: read("DATA_DIR"),
    host: read("HOST"),
    port: read("PORT"),
    webProcesses: read("WEB_PROCESSES"),
    publicUrl: read("PUBLIC_URL")?.replace(/\/+$/, "") ?? null,
    nextAuthSecret: read("NEXTAUTH_SECRET") ?? null,
    encryptionKeys: read("ENCRYPTION_KEYS") ?? null,
    adminEmail: read("ADMIN_EMAIL")?.toLowerCase() ?? null,
    adminPassword: read("ADMIN_PASSWORD") ?? null,
    adminApiKey: read("ADMIN_API_KEY") ?? null,
    smtpUrl: read("SMTP_URL") ?? null,
    alertFrom: read("ALERT_FROM") ?? null,
    oidc: readOidc(source),
    bodyLimitBytes: read("BODY_LIMIT_BYTES"),
    allowPrivateTargets: read("ALLOW_PRIVATE_TARGETS"),
    trustedProxies: read("TRUSTED_PROXIES"),
    logLevel: read("LOG_LEVEL"),
    metricsToken: read("METRICS_TOKEN") ?? null,
    otlpEndpoint: read("OTEL_EXPORTER_OTLP_ENDPOINT") ?? null,
  };
  return checkTogether(env);
}

/** All three or none; a claim with the values that it may have, or neither. */
function readOidc(source: Readonly<Record<string, string | undefined>>): OidcSettings | null {
  const [issuer, clientId, clientSecret] = [readVariable(source, "OIDC_ISSUER"), readVariable(source, "OIDC_CLIENT_ID"), readVariable(source, "OIDC_CLIENT_SECRET")];
  const roleClaim = readVariable(source, "OIDC_ROLE_CLAIM") ?? null;
  const roleValues = { admin: readVariable(source, "OIDC_ADMIN_VALUES"), operator: readVariable(source, "OIDC_OPERATOR_VALUES"), viewer: readVariable(source, "OIDC_VIEWER_VALUES") };
  const hasValues = Object.values(roleValues).some((values) => values.length > 0);
  if (hasValues !== (roleClaim !== null)) {
    throw new EnvironmentError(hasValues ? "OIDC_ROLE_CLAIM holds nothing, but should hold the name of the claim that OIDC_ADMIN_VALUES and its like are about." : "OIDC_ADMIN_VALUES holds nothing, but it, OIDC_OPERATOR_VALUES or OIDC_VIEWER_VALUES should hold what gives a role when OIDC_ROLE_CLAIM is set.");
  }
  const given = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
  const missing = Object.entries(given).find(([, value]) => value === undefined)?.[0];
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    if (Object.values(given).every((value) => value === undefined) && roleClaim === null) return null;
    throw new EnvironmentError(`${missing ?? "OIDC_ISSUER"} holds nothing, but should hold a value when another OIDC variable is set.`);
  }
  return { issuer: issuer.replace(/\/+$/, ""), clientId, clientSecret, roleClaim, roleValues };
}

/** Only where the database is: for the migration commands, which need no secrets. Throws like `readEnv`. */
export function readDatabaseEnv(source: Readonly<Record<string, string | undefined>> = process.env): Pick<Env, "databaseUrl" | "dataDir"> {
  return { databaseUrl: readVariable(source, "DATABASE_URL") ?? null, dataDir: readVariable(source, "DATA_DIR") };
}

function readVariable<Name extends keyof typeof variables>(source: Readonly<Record<string, string | undefined>>, name: Name): z.infer<(typeof variables)[Name]> {
  const text = source[name] === "" ? undefined : source[name];
  const result = variables[name].safeParse(text);
  if (result.success) return result.data as z.infer<(typeof variables)[Name]>;
  const holds = secretNames.has(name) ? `a value of ${String(text?.length ?? 0)} characters` : JSON.stringify(text);
  throw new EnvironmentError(`${name} holds ${holds}, but should hold ${result.error.issues[0]?.message ?? "something else"}.`);
}

/** The value of a variable whose name a person gave on the command line (`--key-env NAME`). */
export function readNamedVariable(name: string): string | null {
  const value = process.env[name];
  return value === undefined || value === "" ? null : value;
}

/** What libraries read from the environment by themselves, set once at boot from our own values. */
export function exportForLibraries(values: Readonly<Record<"NEXTAUTH_URL" | "NEXTAUTH_SECRET", string>> & { readonly NODE_ENV: "production" | "development" }): void {
  Object.assign(process.env, values, { NEXT_TELEMETRY_DISABLED: "1" });
}

/** The environment for a child process: ours, with these on top. */
export function childEnv(values: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}

function checkTogether(env: Env): Env {
  if (env.databaseUrl !== null) {
    if (env.nextAuthSecret === null) throw new EnvironmentError("NEXTAUTH_SECRET holds nothing, but should hold at least 32 random characters when DATABASE_URL is set.");
    if (env.encryptionKeys === null) throw new EnvironmentError("ENCRYPTION_KEYS holds nothing, but should hold id:base64 of 32 random bytes when DATABASE_URL is set.");
  }
  if (env.adminEmail !== null && env.adminPassword === null) throw new EnvironmentError("ADMIN_PASSWORD holds nothing, but should hold at least 12 characters when ADMIN_EMAIL is set.");
  if (env.adminEmail === null && env.adminPassword !== null) throw new EnvironmentError("ADMIN_EMAIL holds nothing, but should hold an email address when ADMIN_PASSWORD is set.");
  if (env.smtpUrl !== null && env.alertFrom === null) throw new EnvironmentError("ALERT_FROM holds nothing, but should hold the sender's address when SMTP_URL is set.");
  if (env.smtpUrl === null && env.alertFrom !== null) throw new EnvironmentError("SMTP_URL holds nothing, but should hold a URL such as smtp://user:password@host:587 when ALERT_FROM is set.");
  return env;
}

/** The server that takes our mail and our address there; `null`: none is named. */
export function mailSettings({ smtpUrl, alertFrom }: Pick<Env, "smtpUrl" | "alertFrom">): { readonly smtpUrl: string; readonly from: string } | null {
  return smtpUrl === null || alertFrom === null ? null : { smtpUrl, from: alertFrom };
}
