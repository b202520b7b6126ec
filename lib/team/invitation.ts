import { newOneTimeToken, hashOneTimeToken } from "#lib/access/one-time-token";
import { installation } from "#lib/platform/installation";
import { mailIsConfigured, sendMail } from "#lib/platform/mail";

/** How long an invitation can be accepted. */
export const invitationDays = 7;

export interface NewInvitation {
  readonly token: string;
  readonly tokenHash: Uint8Array<ArrayBuffer>;
  readonly expiresAt: Date;
}

export function newInvitation(nowMs: number = Date.now()): NewInvitation {
  const token = newOneTimeToken();
  return { token, tokenHash: hashOneTimeToken(token), expiresAt: new Date(nowMs + invitationDays * 24 * 60 * 60 * 1000) };
}

export interface InvitationLink {
  readonly url: string;
  readonly expiresAt: string;
  readonly mail: "sent" | "failed" | "not_configured";
  readonly mailProblem: string | null;
}

/** The link to hand over, mailed where a mail server is named. After the commit: a link in a mailbox must work. */
export async function sendInvitation({ token, expiresAt }: NewInvitation, person: { readonly email: string; readonly invitedBy: string }): Promise<InvitationLink> {
  const url = `${installation().publicUrl}/invite/${token}`;
  const link = { url, expiresAt: expiresAt.toISOString() };
  if (!mailIsConfigured()) return { ...link, mail: "not_configured", mailProblem: null };
  const sent = await sendMail({ to: [person.email], subject: "Your invitation to Countersign", text: invitationText(url, expiresAt, person.invitedBy) });
  if (sent.kind === "sent" && sent.refused.length === 0) return { ...link, mail: "sent", mailProblem: null };
  return { ...link, mail: "failed", mailProblem: sent.kind === "failed" ? sent.reason : "The mail server refused the address." };
}

function invitationText(url: string, expiresAt: Date, invitedBy: string): string {
  return [
    `${invitedBy} invites you to Countersign at ${installation().publicUrl}.`,
    "",
    "Open this link to make your account. It works once:",
    url,
    "",
    `It ends on ${expiresAt.toISOString().slice(0, 16).replace("T", " at ")} UTC. If you did not expect it, you need do nothing.`,
    "",
  ].join("\n");
}
