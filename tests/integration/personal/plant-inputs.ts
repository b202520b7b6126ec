import { createHmac } from "node:crypto";
import { generateSync } from "otplib";
import { z } from "zod";
import { scopes } from "#lib/access/permissions";
import type { ProviderId } from "#lib/providers/provider";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { systemRandom } from "#lib/simulator/randomness";
import { simulations } from "#lib/simulator/registry";
import { signMessage } from "#lib/simulator/sign-message";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { canary, canaryCard as card, canaryCardForms, canaryCode } from "#tests/support/canaries";
import type { TestDoor } from "#tests/support/receiving";

/** What calls the API, and remembers what it answered unless the answer tells a secret. */
export type Call = (method: string, path: string, body?: unknown, options?: { readonly tells?: boolean; readonly headers?: Readonly<Record<string, string>> }) => Promise<unknown>;
/** Takes a secret that must be found nowhere from now on. */
export type Keep = (name: string, text: string) => string;

const secretMembers = z.looseObject({ id: z.string(), secret: z.string().nullish() });
const withKeys = z.looseObject({ id: z.string(), keys: z.array(z.looseObject({ secret: z.string().nullable().optional() })) });
const invited = z.looseObject({ link: z.looseObject({ url: z.string() }) });
const totp = z.object({ secret: z.string(), uri: z.string() });
const codes = z.object({ recoveryCodes: z.array(z.string()) });
const alertSecret = z.looseObject({ alertChannels: z.looseObject({ webhookSecret: z.string().nullish() }) });

/** A key as each provider writes one, made of a canary. */
export function keyOf(provider: ProviderId): string {
  switch (provider) {
    case "adyen":
      return Buffer.from(canary()).toString("hex").padEnd(64, "0");
    case "stripe":
      return `whsec_${canary()}`;
    case "standard-webhooks":
    case "prahsys":
      return encodeWebhookSecret(Buffer.from(canary()));
    case "praxis":
    case "gateway":
      return canary();
  }
}

/** Keys, secrets, custom headers and every text that somebody types, through the API. */
export async function plantByApi(call: Call, keep: Keep, password: string): Promise<void> {
  await call("POST", "/session/step-up", { password: `${password}x` });
  await call("POST", "/session/step-up", { password });
  const note = `He paid with ${card}, cvv ${canaryCode}; also ${Object.values(canaryCardForms).join(" or ")}`;
  for (const provider of ["adyen", "praxis", "prahsys", "gateway", "stripe", "standard-webhooks"] as const) {
    const body = { provider, name: `Name ${card}`, mode: "test", settings: simulations[provider].demoSettings({}), keys: [{ secret: keep(`${provider} key`, keyOf(provider)), label: `Label ${card}` }] };
    const { id } = secretMembers.parse(await call("POST", "/sources", body, { headers: { "idempotency-key": keep(`${provider} idempotency key`, canary()) } }));
    await call("POST", "/sources", { ...body, mode: "neither" });
    await call("POST", `/sources/${id}/keys`, { secret: keep(`${provider} second key`, keyOf(provider)), label: `Second ${card}` });
    await call("PATCH", `/sources/${id}`, { name: `Renamed ${card}` });
  }
  const generated = withKeys.parse(await call("POST", "/sources", { provider: "gateway", name: "Generated", mode: "test" }, { tells: true }));
  keep("generated key", generated.keys[0]?.secret ?? "");
  await plantEndpoints(call, keep);
  await call("PATCH", "/account", { name: `Ada ${card}` });
  await call("POST", "/views", { list: "transactions", name: `View ${card}`, query: "status=captured", shared: true });
  await call("POST", "/views", { list: "transactions", name: "With a card", query: `q=${card}` });
  await call("POST", "/replays", { filter: { q: card }, reason: note });
  await call("POST", "/replays", { filter: { type: "payment.completed" }, reason: note });
  await call("POST", "/transactions/rebuild", { filter: { q: card } });
  await call("GET", `/transactions/export?q=${card}`);
  await call("GET", `/transactions?q=${card}`);
  await plantTeam(call, keep);
  const settings = { alertChannels: { webhookUrl: "https://93.184.216.34/alerts", webhookSecret: keep("alert secret", encodeWebhookSecret(Buffer.from(canary()))), mailTo: ["ops@example.com"] } };
  await call("PATCH", "/settings", settings, { tells: true });
  await call("PATCH", "/settings", { alertChannels: { ...settings.alertChannels, webhookUrl: "nonsense" } });
  const renewed = alertSecret.safeParse(await call("PATCH", "/settings", { alertChannels: { newWebhookSecret: true } }, { tells: true }));
  keep("generated alert secret", renewed.data?.alertChannels.webhookSecret ?? canary());
}

async function plantEndpoints(call: Call, keep: Keep): Promise<void> {
  const secret = keep("endpoint secret", encodeWebhookSecret(Buffer.from(canary())));
  const headers = { "x-auth": keep("header value", canary()), "x-card": card };
  const { id } = secretMembers.parse(await call("POST", "/endpoints", { url: "https://93.184.216.34/hook", description: `For ${card}`, format: "normalized", secret, headers }, { tells: true }));
  await call("POST", "/endpoints", { url: "nonsense", secret, headers });
  keep("rotated secret", secretMembers.parse(await call("POST", `/endpoints/${id}/rotate-secret`, { expirePreviousAfterSeconds: 3600 }, { tells: true })).secret ?? canary());
  await call("PATCH", `/endpoints/${id}`, { description: `Now for ${card}`, headers: { "x-auth": keep("second header value", canary()) } });
}

async function plantTeam(call: Call, keep: Keep): Promise<void> {
  const { link } = invited.parse(await call("POST", "/users", { email: "bea@example.com", name: `Bea ${card}`, role: "viewer" }, { tells: true }));
  const token = keep("invitation token", link.url.split("/").at(-1) ?? "");
  await call("POST", "/invitations/accept", { token: `${token}x`, name: "Eve", password: keep("password of another", canary()) });
  await call("POST", "/invitations/accept", { token, name: `Bea ${card}`, password: keep("password of the invited", canary()) });
  const key = secretMembers.parse(await call("POST", "/api-keys", { name: `Script ${card}`, scopes: [...scopes] }, { tells: true }));
  keep("API key", key.secret ?? "");
  const app = totp.parse(await call("POST", "/account/totp", {}, { tells: true }));
  keep("TOTP secret", app.secret);
  await call("POST", "/account/totp/confirm", { code: "000000" });
  const { recoveryCodes } = codes.parse(await call("POST", "/account/totp/confirm", { code: generateSync({ secret: app.secret }) }, { tells: true }));
  for (const code of recoveryCodes) keep("recovery code", code);
  await call("POST", "/session/step-up", { code: recoveryCodes[0] });
  await call("POST", "/account/password", { newPassword: keep("new password", canary()) });
}

/** Closing by hand, opening again, and what else takes a reason. */
export async function plantNotes(call: Call, transactionIds: readonly string[], eventIds: readonly string[]): Promise<void> {
  const note = `He paid with ${card}, cvv ${canaryCode}`;
  for (const [at, id] of transactionIds.entries()) {
    await call("POST", `/transactions/txn_${id}/resolve`, { status: "captured", note });
    if (at % 2 === 1) await call("POST", `/transactions/txn_${id}/reopen`, { note });
  }
  for (const id of eventIds) await call("POST", `/events/evt_${id}/replay`, { reason: note });
}

/** Messages of every provider, signed and not, with a card number in names, texts and headers; and of the plain gateway in every form. */
export async function plantWebhooks(door: TestDoor, keep: Keep): Promise<number> {
  const headers = { authorization: `Bearer ${keep("authorization", canary())}`, cookie: `s=${keep("cookie", canary())}`, "proxy-authorization": keep("proxy authorization", canary()), "user-agent": `card ${card}`, "x-note": card };
  let sent = 0;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const payment = simulatePayment(systemRandom, nowSeconds);
  const named = { ...payment, customer: { ...payment.customer, firstName: `Ada ${card}` } };
  for (const provider of ["adyen", "praxis", "prahsys", "gateway", "stripe", "standard-webhooks"] as const) {
    const [settings, secret] = [simulations[provider].demoSettings({}), keyOf(provider)];
    const source = await door.addSource(provider, z.record(z.string(), z.union([z.string(), z.array(z.string())])).parse(settings), keep(`${provider} source key`, secret));
    const type = provider === "stripe" ? "charge.succeeded" : undefined;
    const message = signMessage({ provider, settings, secret, payment: named, nowSeconds, random: systemRandom, ...(type === undefined ? {} : { type }) });
    // Adyen signs some fields alone, and its messages name nobody.
    const body = Buffer.from(Buffer.from(message.body).toString("utf8").replace('"additionalData":{', `"additionalData":{"note":"${card}","cvc":"${canaryCode}",`));
    for (const signed of [message.headers, {}]) {
      await door.post(source.token, { "content-type": "application/json", ...headers, ...signed }, body);
      sent += 1;
    }
  }
  const secret = keep("gateway source key", canary());
  const { token } = await door.addSource("gateway", {}, secret);
  for (const body of hostileBodies) {
    for (const key of [secret, "another key"]) await door.post(token, { ...headers, "content-type": "application/json", "X-Signature": createHmac("sha256", key).update(body).digest("hex") }, body);
    sent += 2;
  }
  return sent;
}

const grouped = (mark: string): string => card.replaceAll(/(\d{4})(?=\d)/g, `$1${mark}`);
const hostileBodies: readonly (string | Buffer)[] = [
  JSON.stringify({ id: "m1", event: "payment.completed", data: { id: "pay_1", amount: 100, currency: "EUR", card: { number: card, cvv: canaryCode, bare: Number(card) }, note: `paid with ${grouped(".")}`, description: grouped("-") } }),
  `card=${grouped("%20")}&cvv=${canaryCode}`,
  Buffer.from(`\ufeff{"card":"${card}"}`, "utf16le"),
  Buffer.from(`\ufeff{"card":"${card}"}`, "utf16le").swap16(),
  `\ufeff{"card":"${grouped(" ")}"}`,
  `{"broken": "${card}`,
];
