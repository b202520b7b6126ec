import { installation } from "#lib/platform/installation";
import { type MailOutcome, sendMail } from "#lib/platform/mail";
import { outbound } from "#lib/platform/outbound/outbound";
import { readAlertWebhook } from "#lib/settings/present-settings";
import { readSettings } from "#lib/settings/read-settings";
import { signDelivery } from "#lib/signing/sign-delivery";
import type { ChannelName } from "./alert-shape.ts";

/** What is told through every channel. */
export interface Announcement {
  /** The same over all tries: receivers drop what they have. Without a full stop. */
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly lines: readonly string[];
  /** Of the dashboard. */
  readonly path: string;
  /** The body's `data` for the webhook. */
  readonly data: unknown;
}

export interface ChannelOutcome {
  readonly outcome: "sent" | "not_configured" | "failed";
  /** What the channel said, in a sentence. */
  readonly says: string;
}

/** Sends one announcement through one channel. What goes wrong is an outcome, never an exception. */
export function sendThrough(channel: ChannelName, announcement: Announcement, nowMs: number): Promise<ChannelOutcome> {
  return channel === "mail" ? mail(announcement) : post(announcement, nowMs);
}

async function mail({ subject, lines, path }: Announcement): Promise<ChannelOutcome> {
  const { mailTo } = (await readSettings()).alertChannels;
  if (mailTo.length === 0) return { outcome: "not_configured", says: "No address is entered for alerts." };
  const text = [...lines, "", `${installation().publicUrl}${path}`].join("\n");
  return mailSays(await sendMail({ to: mailTo, subject: `[Countersign] ${subject}`, text }), mailTo.length);
}

function mailSays(sent: MailOutcome, recipients: number): ChannelOutcome {
  if (sent.kind === "not_configured") return { outcome: "not_configured", says: "SMTP_URL is not set, so no mail can be sent." };
  if (sent.kind === "failed") return { outcome: "failed", says: sent.reason };
  const refused = sent.refused.length === 0 ? "" : ` It refused ${sent.refused.join(", ")}.`;
  return { outcome: "sent", says: `The mail server took it for ${String(recipients - sent.refused.length)} of ${String(recipients)} addresses.${refused}` };
}

async function post({ id, type, data }: Announcement, nowMs: number): Promise<ChannelOutcome> {
  const webhook = await readAlertWebhook();
  if (webhook === null) return { outcome: "not_configured", says: "No webhook is entered for alerts." };
  const body = Buffer.from(JSON.stringify({ type, timestamp: new Date(nowMs).toISOString(), data }), "utf8");
  const signed = signDelivery({ id, timestampSeconds: Math.floor(nowMs / 1000), body, secrets: [webhook.secret], format: "normalized" });
  const headers = { "content-type": "application/json", "user-agent": "Countersign", ...signed };
  const { error, detail, statusCode } = await outbound().send({ method: "POST", url: webhook.url, headers, body });
  if (error !== null || statusCode === null) return { outcome: "failed", says: detail ?? "The webhook could not be reached." };
  const taken = statusCode >= 200 && statusCode < 300;
  return { outcome: taken ? "sent" : "failed", says: taken ? `The webhook answered ${String(statusCode)}.` : `The webhook answered ${String(statusCode)}, which is no 2xx.` };
}
