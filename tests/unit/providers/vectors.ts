import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { HeaderMap, MessageKind, Mode, ProviderId, VerifyInput } from "#lib/providers/provider";

/** One signed message with the verdict to reach. */
export interface SignatureVector {
  readonly name: string;
  readonly class: string;
  readonly provider: ProviderId;
  readonly input: VerifyInput<unknown>;
  readonly valid: boolean;
  readonly knownOrderIds: readonly string[] | null;
}

const folder = path.resolve(import.meta.dirname, "../../fixtures/vectors");

const vectorShape = z.object({
  name: z.string(),
  class: z.string(),
  secret: z.string().optional(),
  secrets: z.array(z.string()).optional(),
  config: z
    .object({
      merchantId: z.string().optional(),
      applicationKey: z.string().optional(),
      merchantAccountCodes: z.array(z.string()).optional(),
      environment: z.enum(["test", "live"]).optional(),
      knownOrderIds: z.array(z.string()).optional(),
    })
    .default({}),
  profile: z.record(z.string(), z.unknown()).default({}),
  numberForm: z.enum(["lexical", "normalised"]).default("lexical"),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullish(),
  bodyBase64: z.string().nullish(),
  now: z.number().optional(),
  valid: z.boolean(),
});
type RawVector = z.infer<typeof vectorShape>;

const schemes: Readonly<Record<string, { provider: ProviderId; kind: MessageKind; settings: (vector: RawVector, body: Uint8Array) => unknown }>> = {
  adyen: { provider: "adyen", kind: "notification", settings: adyenSettings },
  "adyen-platform": { provider: "adyen", kind: "notification", settings: () => ({ scheme: "platform" }) },
  "generic-gateway": { provider: "gateway", kind: "notification", settings: ({ profile }) => profile },
  "prahsys-protocol": { provider: "prahsys", kind: "notification", settings: () => ({ scheme: "protocol" }) },
  "prahsys-svix": { provider: "prahsys", kind: "notification", settings: () => ({ scheme: "svix" }) },
  "praxis-notification": { provider: "praxis", kind: "notification", settings: praxisSettings },
  "praxis-validation": { provider: "praxis", kind: "validation", settings: praxisSettings },
  "standard-webhooks": { provider: "standard-webhooks", kind: "notification", settings: () => ({}) },
  stripe: { provider: "stripe", kind: "notification", settings: () => ({}) },
  svix: { provider: "standard-webhooks", kind: "notification", settings: () => ({}) },
};

function praxisSettings({ config, numberForm }: RawVector): unknown {
  return { merchantId: config.merchantId, applicationKey: config.applicationKey, numberForm };
}

/** Without configured accounts a vector means those in its own body. */
function adyenSettings({ config }: RawVector, body: Uint8Array): unknown {
  const inBody = [...Buffer.from(body).toString("utf8").matchAll(/"merchantAccountCode":\s*"([^"]+)"/g)].map(([, account = ""]) => account);
  const accounts = config.merchantAccountCodes ?? (inBody.length > 0 ? inBody : ["none"]);
  return { scheme: "standard", captureMode: "manual", merchantAccounts: accounts };
}

export function headerMap(headers: Readonly<Record<string, string>>): HeaderMap {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Every vector of every file that holds messages (the published Praxis strings are no messages). */
export function loadVectors(): readonly SignatureVector[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "praxis-strings.json");
  return files.flatMap(loadFile);
}

function loadFile(file: string): readonly SignatureVector[] {
  const shape = z.object({ now: z.number(), vectors: z.array(vectorShape) });
  const { now, vectors } = shape.parse(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
  const scheme = schemes[file.replace(".json", "")];
  if (scheme === undefined) throw new Error(`no scheme is known for the vectors of ${file}`);
  return vectors.map((vector): SignatureVector => {
    const body = typeof vector.bodyBase64 !== "string" ? Buffer.from(vector.body ?? "", "utf8") : Buffer.from(vector.bodyBase64, "base64");
    const secrets = vector.secrets ?? [vector.secret ?? ""];
    const mode: Mode = vector.config.environment ?? "test";
    return {
      name: vector.name,
      class: vector.class,
      provider: scheme.provider,
      valid: vector.valid,
      knownOrderIds: vector.config.knownOrderIds ?? null,
      input: {
        kind: scheme.kind,
        settings: scheme.settings(vector, body),
        mode,
        keys: secrets.map((secret, index) => ({ id: `key-${index}`, secret })),
        headers: headerMap(vector.headers),
        body,
        nowSeconds: vector.now ?? now,
      },
    };
  });
}
