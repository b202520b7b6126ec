"use client";

import type { User } from "#lib/team/user-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { SelectField } from "../ui/field.tsx";
import { roleChoices, roleWords } from "./role-words.ts";

export type PersonAct = "role" | "disable" | "enable" | "resetTotp" | "renew";

interface PersonDialogsProps {
  readonly person: User;
  readonly asking: PersonAct | null;
  readonly onClose: () => void;
  readonly onDone: (text: string) => void;
  readonly onLink: (body: unknown) => void;
}

/** The dialogs that ask for a proof before a person's account changes. */
export function PersonDialogs({ person, asking, onClose, onDone, onLink }: PersonDialogsProps) {
  const { id, name, email, role, openSessions } = person;
  const path = `/users/${id}`;
  const sessions = openSessions === 0 ? "No browser of theirs is signed in now." : `${String(openSessions)} ${openSessions === 1 ? "browser of theirs is" : "browsers of theirs are"} signed in now.`;
  return (
    <>
      <DangerDialog open={asking === "role"} onClose={onClose} title={`Change the role of ${name}`} confirm="Change the role" look="primary" auditAction="user.changeRole" act={(fields) => apiCall("PATCH", path, { role: String(fields.get("role")) })} onDone={() => onDone(`The role of ${name} is changed.`)}>
        <p>
          {name} is {roleWords[role].toLowerCase()} now. The new role holds at the next click of theirs, and their API keys can do no more than it. {sessions}
        </p>
        <SelectField label="Role" name="role" defaultValue={role} choices={roleChoices} />
      </DangerDialog>
      <DangerDialog open={asking === "disable"} onClose={onClose} title={`Disable ${name}`} confirm="Disable the account" auditAction="user.disable" act={() => apiCall("POST", `${path}/disable`)} onDone={() => onDone(`${name} is disabled.`)}>
        <p>From this moment on {email} cannot sign in, and the API keys that they made stop working. {sessions} They are signed out at once. What they did stays in the audit, and you can enable them again.</p>
      </DangerDialog>
      <DangerDialog open={asking === "enable"} onClose={onClose} title={`Enable ${name}`} confirm="Enable the account" look="primary" auditAction="user.enable" act={() => apiCall("POST", `${path}/enable`)} onDone={() => onDone(`${name} can sign in again.`)}>
        <p>
          {email} can sign in again as {roleWords[role].toLowerCase()}, and the API keys that they made work again. Sessions that ended stay ended.
        </p>
      </DangerDialog>
      <DangerDialog open={asking === "resetTotp"} onClose={onClose} title={`Take away the authenticator app of ${name}`} confirm="Take it away" auditAction="user.resetTotp" act={() => apiCall("POST", `${path}/reset-totp`)} onDone={() => onDone(`${name} signs in without a code until they add an app again.`)}>
        <p>For somebody who lost the app and the recovery codes: make sure that it is really them who asks. Until they add an app again, the password alone signs in.</p>
      </DangerDialog>
      <DangerDialog open={asking === "renew"} onClose={onClose} title={`A new link for ${email}`} confirm="Make the link" look="primary" auditAction="user.renewInvitation" act={() => apiCall("POST", `${path}/invitation`)} onDone={onLink}>
        <p>The former link ends at once. The new one works once within 7 days.</p>
      </DangerDialog>
    </>
  );
}
