"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { Account } from "#lib/account/account-shape";
import { withFieldWords } from "../access/with-field-words.ts";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useToast } from "../ui/toast.tsx";

/** The name under which one acts. */
export function ProfileForm({ account }: { readonly account: Account }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    setBusy(true);
    const result = withFieldWords(await apiCall("PATCH", "/account", { name }));
    setBusy(false);
    setError(result.ok ? undefined : result.detail);
    if (!result.ok) return;
    toast("Your name is changed.");
    router.refresh();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-md items-end gap-2">
      <div className="flex-1">
        <TextField label="Name" name="name" required maxLength={100} autoComplete="name" defaultValue={account.name} error={error} />
      </div>
      <Button type="submit" busy={busy}>
        Save
      </Button>
    </form>
  );
}
