"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { apiCall, memberOf, type RefusedField, textMember } from "../api-call.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { RadioCards, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { keepGeneratedSecret } from "./generated-secrets.ts";
import { keyFormatFor, type ProviderForm } from "./key-format-cases.ts";
import { SettingsFields } from "./settings-fields.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

const modes = [
  { value: "test", text: "Test", hint: "A sandbox account: no money moves." },
  { value: "live", text: "Live", hint: "Real payments." },
];

/** Step 2: name, mode, settings and the key. */
export function NewSourceForm({ provider }: { readonly provider: ProviderForm }) {
  const router = useRouter();
  const form = useSettingsForm(provider.schema);
  const [mode, setMode] = useState("test");
  const [keyChoice, setKeyChoice] = useState("generate");
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const format = keyFormatFor(provider.keyFormats, form.settings());
  const generates = format?.merchantChooses === true && keyChoice === "generate";

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const secret = String(fields.get("secret") ?? "");
    setBusy(true);
    const result = await apiCall("POST", "/sources", {
      provider: provider.id,
      name: String(fields.get("name")),
      mode,
      settings: form.settings(),
      ...(generates ? {} : { keys: secret === "" ? [] : [{ secret }] }),
    });
    if (!result.ok) {
      setErrors(result.errors);
      setRefusal(result.detail);
      setBusy(false);
      return;
    }
    const id = textMember(result.body, "id") ?? "";
    const keys = memberOf(result.body, "keys");
    const made = Array.isArray(keys) ? textMember(keys[0], "secret") : null;
    if (made !== null) keepGeneratedSecret(id, made);
    router.push(`/sources/${id}/connect`);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-2xl flex-col gap-5">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="The source was not created">
          <p>{refusal}</p>
        </Notice>
      )}
      <TextField label="Name" name="name" required maxLength={100} defaultValue={`${provider.name} test`} hint="As your team calls this account, such as “Adyen EU”." error={errors.find((error) => error.path === "name")?.message} />
      <RadioCards legend="Mode" name="mode" choices={modes} value={mode} onChange={setMode} />
      <SettingsFields model={form.model} variant={form.variant} texts={form.texts} errors={errors} onVariant={form.chooseVariant} onText={form.setText} />
      {format?.merchantChooses === true ? (
        <RadioCards
          legend="Key"
          name="keyChoice"
          value={keyChoice}
          onChange={setKeyChoice}
          choices={[
            { value: "generate", text: "Make a key for me", hint: "Shown once in the next step, to paste at the provider." },
            { value: "paste", text: "I have a key", hint: "Paste the one that is set at the provider." },
          ]}
        />
      ) : null}
      {generates ? null : (
        <TextField
          label="Key"
          name="secret"
          optional
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          placeholder={format?.example ?? ""}
          error={errors.find((error) => error.path.startsWith("keys"))?.message}
          hint={`${format === null ? "" : `${format.description}. `}You can add it later, once the provider has shown it: until then every message is refused.`}
        />
      )}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={busy}>
          {busy ? "Creating" : "Create the source"}
        </Button>
        <ButtonLink href="/sources/new">Other provider</ButtonLink>
      </div>
    </form>
  );
}
