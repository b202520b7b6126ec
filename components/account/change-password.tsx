"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Account } from "#lib/account/account-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { withFieldWords } from "../access/with-field-words.ts";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useToast } from "../ui/toast.tsx";

/** A new password, or the first one of somebody who signs in by single sign-on. */
export function ChangePassword({ account, otherSessions }: { readonly account: Account; readonly otherSessions: number }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const title = account.hasPassword ? "Change the password" : "Set a password";
  const done = () => {
    setAsking(false);
    toast(account.hasPassword ? "Your password is changed." : "You have a password now.");
    router.refresh();
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>{title}</Button>
      <DangerDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={title}
        confirm={title}
        look="primary"
        auditAction="user.changePassword"
        withPassword={account.hasPassword || account.totpSince !== null}
        act={async (fields) => withFieldWords(await apiCall("POST", "/account/password", { newPassword: String(fields.get("newPassword")) }))}
        onDone={done}
      >
        <p>{otherSessions === 0 ? "You stay signed in here; no other browser of yours is signed in." : `You stay signed in here; ${otherSessions === 1 ? "the other browser of yours is" : `the ${String(otherSessions)} other browsers of yours are`} signed out.`}</p>
        <TextField label="New password" name="newPassword" type="password" autoComplete="new-password" required minLength={12} maxLength={256} hint="At least 12 characters. A few unrelated words are easier to remember and harder to guess." />
      </DangerDialog>
    </>
  );
}
