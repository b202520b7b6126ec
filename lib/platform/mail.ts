import { createTransport } from "nodemailer";
import { z } from "zod";
import { isThisMachine } from "./is-this-machine.ts";
import { log } from "./log.ts";

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…`; names the server that the operator chose, wherever it stands. */
  readonly smtpUrl: string;
  /** `alerts@example.com` or `Countersign <alerts@example.com>`. */
  readonly from: string;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

export type MailOutcome =
  /** The server took it for at least one recipient; `refused` names the others. */
  | { readonly kind: "sent"; readonly refused: readonly string[] }
  /** SMTP_URL is not set. */
  | { readonly kind: "not_configured" }
  /** Nobody gets it; `reason` is a sentence for an admin, without secrets. */
  | { readonly kind: "failed"; readonly reason: string };

interface Mailer {
  readonly send: (mail: Mail) => Promise<MailOutcome>;
}

const connectTimeoutMs = 10_000;
const silenceTimeoutMs = 20_000;

// Next bundles its own copy of this file beside the one that the server loaded: both must see one value.
const held = globalThis as typeof globalThis & { [key: symbol]: Mailer | undefined };
const slot = Symbol.for("countersign.mail");

/** Says which server takes our mail, once per process at boot; `null` for none. */
export function openMail(settings: MailSettings | null): void {
  held[slot] = settings === null ? undefined : mailerOf(settings);
}

export function mailIsConfigured(): boolean {
  return held[slot] !== undefined;
}

/** Sends one mail. What goes wrong is an outcome, never an exception. */
export async function sendMail(mail: Mail): Promise<MailOutcome> {
  return (await held[slot]?.send(mail)) ?? { kind: "not_configured" };
}

/** Connects, greets and signs in, and sends nothing. `null`: all of it worked; else why not, in a sentence without secrets. */
export async function probeMail({ smtpUrl }: MailSettings): Promise<string | null> {
  const transport = transportOf(smtpUrl);
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    transport.close();
  }
}

function transportOf(smtpUrl: string) {
  return createTransport({
    url: smtpUrl,
    requireTLS: needsTls(new URL(smtpUrl)),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function mailerOf({ smtpUrl, from }: MailSettings): Mailer {
  const transport = transportOf(smtpUrl);
  return {
    send: async ({ to, subject, text }) => {
      const [usable, unusable] = [to.filter(isAddress), to.filter((address) => !isAddress(address))];
      if (usable.length === 0) return { kind: "failed", reason: "There is no recipient with a valid address: check the addresses." };
      try {
        // Objects, not text: a comma or a quote in one address can never become a second recipient.
        const sent = await transport.sendMail({ from, to: usable.map((address) => ({ name: "", address })), subject: oneLine(subject), text });
        return { kind: "sent", refused: [...unusable, ...sent.rejected] };
      } catch (error) {
        const reason = reasonOf(error);
        log().warn({ reason }, "a mail was not sent");
        return { kind: "failed", reason };
      }
    },
  };
}

/** A password in clear text may go to this machine, but not over a network: someone on the way could strip STARTTLS from the greeting. */
function needsTls(url: URL): boolean {
  return url.protocol === "smtp:" && url.username !== "" && !isThisMachine(url.hostname);
}

function isAddress(text: string): boolean {
  return text.length <= 254 && z.email().safeParse(text).success;
}

/** Whatever would end a header line becomes a blank. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, " ").trim().slice(0, 300);
}

const smtpError = z.object({ code: z.string().optional(), response: z.string().optional(), message: z.string() });

const reasons: Readonly<Record<string, string>> = {
  EAUTH: "The mail server refused the user or the password of SMTP_URL",
  EENVELOPE: "The mail server refused every recipient, or the sender in ALERT_FROM",
  EMESSAGE: "The mail server refused the message",
  ETIMEDOUT: "The mail server of SMTP_URL did not answer in time",
  EDNS: "The host of SMTP_URL could not be found",
  ECONNECTION: "The mail server of SMTP_URL could not be reached",
  ESOCKET: "The connection to the mail server of SMTP_URL failed",
  ETLS: "The mail server of SMTP_URL offers no encryption that can be trusted",
};

/** Our words first, then the server's own. The library's errors name hosts and addresses, never a password. */
function reasonOf(error: unknown): string {
  const parsed = smtpError.safeParse(error);
  if (!parsed.success) return "The mail could not be sent.";
  const { code, response, message } = parsed.data;
  const words = reasons[code ?? ""] ?? "The mail could not be sent";
  return `${words} (${oneLine(response ?? message)}).`;
}
