import { readAuditHead } from "#lib/audit/list-audit";
import { installation } from "#lib/platform/installation";
import { log } from "#lib/platform/log";
import { mailIsConfigured, sendMail } from "#lib/platform/mail";
import { readSettings } from "#lib/settings/read-settings";

/** Mails the head of the audit's chain to whoever gets alerts, if that is wanted: an anchor that nobody here can rewrite. Throws when no server took it, so that the job is tried again. */
export async function mailAuditHead(): Promise<void> {
  const { auditAnchorMail, alertChannels } = await readSettings();
  if (!auditAnchorMail || alertChannels.mailTo.length === 0 || !mailIsConfigured()) return;
  const { anchor, at } = await readAuditHead();
  if (anchor === null || at === null) return;
  const outcome = await sendMail({ to: alertChannels.mailTo, subject: `Audit head ${anchor.slice(0, anchor.indexOf(":"))}`, text: mailText(anchor, at, installation().publicUrl) });
  if (outcome.kind === "failed") throw new Error(`the head of the audit was not mailed: ${outcome.reason}`);
  if (outcome.kind === "sent" && outcome.refused.length > 0) log().warn({ refused: outcome.refused.length }, "the head of the audit was not taken for some addresses");
}

function mailText(anchor: string, at: string, publicUrl: string): string {
  return [
    `The audit of ${publicUrl} ends with this entry, written at ${at}:`,
    "",
    anchor,
    "",
    "Keep this mail. Whoever rewrites the audit or cuts off its end cannot keep this head.",
    `To check, paste it under ${publicUrl}/audit, or run:`,
    `npm run cli -- verify-audit --anchor ${anchor}`,
    "",
  ].join("\n");
}
