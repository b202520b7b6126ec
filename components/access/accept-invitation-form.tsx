"use client";

import { type SubmitEvent, useState } from "react";
import { apiCall, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { signInWithPassword } from "./sign-in-with-password.ts";

/** Makes the invited person's account with the one-time token of the link, and signs in. */
export function AcceptInvitationForm({ token, email, name }: { readonly token: string; readonly email: string; readonly name: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [busy, setBusy] = useState(false);
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    setBusy(true);
    const result = await apiCall("POST", "/invitations/accept", { token, name: String(form.get("name")), password });
    if (result.ok) {
      const outcome = await signInWithPassword(email, password);
      location.assign(outcome.kind === "signed_in" ? "/" : "/sign-in");
      return;
    }
    setErrors(result.errors);
    setRefusal(result.errors.some((error) => ["name", "password"].includes(error.path)) ? null : result.detail);
    setBusy(false);
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="The account was not made">
          <p>{refusal}</p>
        </Notice>
      )}
      <TextField label="Email" name="email" type="email" autoComplete="username" readOnly value={email} />
      <TextField label="Name" name="name" autoComplete="name" required autoFocus defaultValue={name === email ? "" : name} maxLength={100} error={errorOf("name")} />
      <TextField label="Password" name="password" type="password" autoComplete="new-password" required minLength={12} maxLength={256} error={errorOf("password")} hint="At least 12 characters. A few unrelated words are easier to remember and harder to guess." />
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? "Making the account" : "Make the account and sign in"}
      </Button>
    </form>
  );
}
