import { z } from "zod";
import type { OidcSettings } from "#lib/platform/env";
import { type MailSettings, probeMail } from "#lib/platform/mail";
import { ok, skipped, warning, wrong, type CheckResult } from "./doctor-check.ts";

const timeLimitMs = 5_000;

/** Whether the mail server takes us; no mail is sent. */
export async function checkMailServer(settings: MailSettings | null): Promise<CheckResult> {
  if (settings === null) return skipped("mail", "SMTP_URL is not set: alerts are not mailed, and invitations are handed over by link");
  const { host } = new URL(settings.smtpUrl);
  const reason = await probeMail(settings);
  if (reason === null) return ok("mail", `${host} takes mail from us; none was sent`);
  return wrong("mail", reason.replace(/\.$/, ""), "Correct SMTP_URL (smtp://user:password@host:587 or smtps://…:465); then send a test from the settings.");
}

const discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
});

/** Whether the single sign-on tells of itself as it should: its discovery document, under the issuer that we were given. */
export async function checkSingleSignOn(settings: OidcSettings | null): Promise<CheckResult> {
  const name = "single sign-on";
  if (settings === null) return skipped(name, "OIDC_ISSUER is not set: people sign in by password");
  const { issuer } = settings;
  const answer = await askDiscovery(`${issuer}/.well-known/openid-configuration`);
  if (typeof answer === "string") return wrong(name, `${issuer} ${answer}`, "OIDC_ISSUER is what the provider calls issuer: the part before /.well-known/openid-configuration.");
  const document = discovery.safeParse(answer.document);
  if (!document.success) return wrong(name, `${issuer} has a discovery document without ${document.error.issues.map(({ path }) => path.join(".")).join(", ")}`, "See that OIDC_ISSUER names an OpenID Connect provider.");
  const told = document.data.issuer.replace(/\/+$/, "");
  if (told !== issuer) return wrong(name, `${issuer} says that its issuer is ${told}`, "Set OIDC_ISSUER to exactly that, if it is the one you mean: whoever else answers there could sign in as anybody.");
  if (document.data.code_challenge_methods_supported?.includes("S256") === false) return warning(name, `${issuer} does not offer PKCE with S256`, "Allow it for this client: sign-in is refused without.");
  return ok(name, `${issuer} answers as it should`);
}

async function askDiscovery(url: string): Promise<string | { readonly document: unknown }> {
  try {
    const response = await fetch(url, { redirect: "manual", headers: { accept: "application/json" }, signal: AbortSignal.timeout(timeLimitMs) });
    if (response.status !== 200) return `answers ${String(response.status)} where its discovery document should be`;
    return { document: JSON.parse(await response.text()) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return "has no JSON where its discovery document should be";
    if (error instanceof DOMException && error.name === "TimeoutError") return `did not answer within ${String(timeLimitMs / 1000)} s`;
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    return `could not be reached${cause instanceof Error ? ` (${cause.message || cause.name})` : ""}`;
  }
}
