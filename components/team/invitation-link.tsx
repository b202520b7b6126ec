"use client";

import { memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";

export interface MadeLink {
  readonly email: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly mail: string;
  readonly mailProblem: string | null;
}

/** The link in an answer of the API; `null` where it holds none. */
export function madeLinkOf(body: unknown): MadeLink | null {
  const link = memberOf(body, "link");
  const [email, url, expiresAt] = [textMember(memberOf(body, "user"), "email"), textMember(link, "url"), textMember(link, "expiresAt")];
  return email === null || url === null || expiresAt === null ? null : { email, url, expiresAt, mail: textMember(link, "mail") ?? "not_configured", mailProblem: textMember(link, "mailProblem") };
}

/** The one-time link, shown once. */
export function InvitationLink({ made, onClose }: { readonly made: MadeLink | null; readonly onClose: () => void }) {
  return (
    <Dialog open={made !== null} onClose={onClose} title="The invitation">
      {made === null ? null : (
        <>
          <Notice tone={made.mail === "failed" ? "bad" : "warn"} title={made.mail === "sent" ? `Mailed to ${made.email}; shown only now` : made.mail === "failed" ? "It could not be mailed" : "Shown only now"}>
            <p>
              {made.mail === "sent" ? null : `${made.mailProblem ?? "No mail server is named (SMTP_URL)."} Hand the link to ${made.email} yourself, on a way that nobody else reads. `}
              It works once, until <TimeText at={made.expiresAt} as="exact" />.
            </p>
          </Notice>
          <CodeBlock text={made.url} what="link" wrap />
        </>
      )}
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
