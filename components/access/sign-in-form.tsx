"use client";

import { type SubmitEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import type { SignInMethods } from "#lib/access/oidc";
import { signInWithPassword } from "./sign-in-with-password.ts";
import { SingleSignOn } from "./single-sign-on.tsx";

interface SignInFormProps {
  /** An address of ours to go to, already checked. */
  readonly next: string;
  readonly methods: SignInMethods;
  /** What the single sign-on ended in. */
  readonly error: string | null;
}

export function SignInForm({ next, methods, error }: SignInFormProps) {
  const [refusal, setRefusal] = useState<string | null>(error);
  const [busy, setBusy] = useState(false);
  /** What was typed in the first step, while the second one asks for the code. */
  const [proved, setProved] = useState<{ readonly email: string; readonly password: string } | null>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = proved ?? { email: String(form.get("email")), password: String(form.get("password")) };
    setBusy(true);
    const attempt = await signInWithPassword(typed.email, typed.password, proved === null ? undefined : String(form.get("code")));
    if (attempt.kind === "signed_in") {
      location.assign(next);
      return;
    }
    setRefusal(attempt.kind === "refused" ? attempt.words : null);
    if (attempt.kind === "code_required") setProved(typed);
    setBusy(false);
  };
  const startAgain = () => {
    setProved(null);
    setRefusal(null);
  };

  if (!methods.password) return <SingleSignOn next={next} refusal={refusal} look="primary" onRefused={setRefusal} />;
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      {proved === null ? (
        <>
          <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus />
          <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
        </>
      ) : (
        <TextField key="code" label="Code" name="code" autoComplete="one-time-code" inputMode="text" spellCheck={false} required autoFocus maxLength={64} className="font-mono" hint="The six digits that your authenticator app shows, or a recovery code." />
      )}
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? "Signing in" : "Sign in"}
      </Button>
      {methods.oidc && proved === null ? <SingleSignOn next={next} refusal={null} look="plain" onRefused={setRefusal} /> : null}
      {proved === null ? null : (
        <Button look="quiet" onClick={startAgain}>
          Start again
        </Button>
      )}
    </form>
  );
}
