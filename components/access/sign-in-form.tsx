"use client";

import { type SubmitEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { signInWithPassword } from "./sign-in-with-password.ts";

/** `next`: an address of ours to go to, already checked. */
export function SignInForm({ next }: { readonly next: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const outcome = await signInWithPassword(String(form.get("email")), String(form.get("password")));
    if (outcome === null) {
      location.assign(next);
      return;
    }
    setRefusal(outcome);
    setBusy(false);
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}
