"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { withFieldWords } from "../access/with-field-words.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { InvitationLink, type MadeLink, madeLinkOf } from "./invitation-link.tsx";
import { roleChoices } from "./role-words.ts";

/** Invites somebody by a link that works once. */
export function InvitePerson() {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<MadeLink | null>(null);
  const invite = async (fields: FormData) => {
    const name = String(fields.get("name")).trim();
    return withFieldWords(await apiCall("POST", "/users", { email: String(fields.get("email")), role: String(fields.get("role")), ...(name === "" ? {} : { name }) }));
  };
  const done = (body: unknown) => {
    setAsking(false);
    setMade(madeLinkOf(body));
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setAsking(true)}>
        <UserPlus aria-hidden className="size-4" />
        Invite a person
      </Button>
      <DangerDialog open={asking} onClose={() => setAsking(false)} title="Invite a person" confirm="Make the invitation" look="primary" auditAction="user.invite" act={invite} onDone={done}>
        <p className="text-soft">They get a link that works once within 7 days, and choose their own password.</p>
        <TextField label="Email" name="email" type="email" required autoComplete="off" maxLength={254} />
        <TextField label="Name" name="name" optional autoComplete="off" maxLength={100} hint="They can change it." />
        <SelectField label="Role" name="role" choices={roleChoices} />
      </DangerDialog>
      <InvitationLink made={made} onClose={() => setMade(null)} />
    </>
  );
}
