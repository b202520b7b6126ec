"use client";

import { type SubmitEvent, useState } from "react";
import { apiCall, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { signInWithPassword } from "./sign-in-with-password.ts";

/** Makes the first admin with the one-time token of the link, and signs in. */
export function SetupForm({ token }: { readonly token: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [busy, setBusy] = useState(false);
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, email, password] = ["name", "email", "password"].map((field) => String(form.get(field)));
    setBusy(true);
    const result = await apiCall("POST", "/setup", { token, name, email, password });
    if (result.ok) {
      const outcome = await signInWithPassword(email ?? "", password ?? "");
      location.assign(outcome.kind === "signed_in" ? "/" : "/sign-in");
      return;
    }
    setErrors(result.errors);
    setRefusal(result.errors.some((error) => ["name", "email", "password"].includes(error.path)) ? null : result.detail);
    setBusy(false);
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="The account was not made">
          <p>{refusal}</p>
        </Notice>
      )}
      <TextField label="Name" name="name" autoComplete="name" required autoFocus error={errorOf("name")} />
      <TextField label="Email" name="email" type="email" autoComplete="username" required error={errorOf("email")} />
      <TextField label="Password" name="password" type="password" autoComplete="new-password" required minLength={12} maxLength={256} error={errorOf("password")} hint="At least 12 characters. A few unrelated words are easier to remember and harder to guess." />
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? "Making the account" : "Make the account and sign in"}
      </Button>
    </form>
  );
}
