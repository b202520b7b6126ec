"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { apiCall, type RefusedField, textMember } from "../api-call.ts";
import { keepGeneratedSecret } from "../sources/generated-secrets.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { CheckboxField, type Choice, RadioCards, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { bodyOf, type EndpointForm as Form, formOf } from "./endpoint-form-model.ts";
import { EndpointLimits } from "./endpoint-limits.tsx";
import { TypePicker } from "./type-picker.tsx";
import { UrlCheck } from "./url-check.tsx";

interface EndpointFormProps {
  /** `null`: a new one. */
  readonly endpoint: Endpoint | null;
  readonly mode: "test" | "live";
  readonly sources: readonly Choice[];
}

const modes = [
  { value: "live", text: "Live", hint: "Events of live sources, over https." },
  { value: "test", text: "Test", hint: "Events of test sources; plain http is allowed." },
];
const formats = [
  { value: "normalized", text: "Normalized", hint: "One shape for all providers, with the transaction as it is." },
  { value: "original", text: "Original", hint: "The provider’s bytes and signature headers, for a handler that is there already." },
];
const sections = ["headers", "ratePerSecond", "maxInFlight", "retry"];

/** Where events go and which: one form for a new endpoint and for changes. */
export function EndpointForm({ endpoint, mode, sources }: EndpointFormProps) {
  const router = useRouter();
  const [form, setForm] = useState<Form>(() => formOf(endpoint, mode));
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const errorOf = (path: string) => errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))?.message;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const force = new FormData(event.currentTarget).get("force") === "on" ? "?force=true" : "";
    const body = bodyOf(form);
    if (body === null) {
      setErrors([{ path: "retry", message: "must be durations separated by commas, such as 5 s, 2 min, 1 h" }]);
      setRefusal("The retry schedule cannot be read.");
      return;
    }
    setBusy(true);
    const result = endpoint === null ? await apiCall("POST", `/endpoints${force}`, body) : await apiCall("PATCH", `/endpoints/${endpoint.id}${force}`, body);
    if (!result.ok) {
      setErrors(result.errors);
      setRefusal(result.detail);
      setBusy(false);
      return;
    }
    const id = textMember(result.body, "id") ?? "";
    const secret = textMember(result.body, "secret");
    if (secret !== null) keepGeneratedSecret(id, secret);
    router.push(`/endpoints/${id}`);
    router.refresh();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-2xl flex-col gap-5">
      <div className="flex flex-col gap-2">
        <TextField label="URL" name="url" type="url" required maxLength={2048} autoComplete="off" spellCheck={false} placeholder="https://shop.example/webhooks" className="font-mono text-xs" value={form.url} onChange={(event) => change({ url: event.target.value })} error={errorOf("url")} hint="Your own server, which takes a POST and answers 2xx within 15 seconds." />
        <UrlCheck url={form.url.trim()} mode={form.mode} />
        {errorOf("url")?.includes("force") === true ? <CheckboxField label="Save it although its name cannot be looked up yet" name="force" /> : null}
      </div>
      <TextField label="Description" name="description" optional maxLength={100} placeholder="Shop backend" value={form.description} onChange={(event) => change({ description: event.target.value })} error={errorOf("description")} hint="As your team calls it." />
      <RadioCards legend="Mode" name="mode" choices={modes} value={form.mode} onChange={(value) => change({ mode: value === "live" ? "live" : "test" })} />
      <TypePicker value={form.types} onChange={(types) => change({ types })} error={errorOf("types")} />
      <SourceChoice sources={sources} chosen={form.sourceIds} onChange={(sourceIds) => change({ sourceIds })} />
      <RadioCards legend="Format" name="format" choices={formats} value={form.format} onChange={(value) => change({ format: value === "original" ? "original" : "normalized" })} />
      <EndpointLimits form={form} onChange={change} errorOf={errorOf} headerNames={endpoint?.headerNames ?? []} isOpen={errors.some(({ path }) => sections.some((name) => path.startsWith(name)))} />
      {refusal === null ? null : (
        <Notice tone="bad" alert title={endpoint === null ? "The endpoint was not created" : "Nothing was changed"}>
          <p>{refusal}</p>
        </Notice>
      )}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={busy}>
          {endpoint === null ? (busy ? "Creating" : "Create the endpoint") : "Save"}
        </Button>
        <ButtonLink href={endpoint === null ? "/endpoints" : `/endpoints/${endpoint.id}`}>Cancel</ButtonLink>
      </div>
    </form>
  );
}

function SourceChoice({ sources, chosen, onChange }: { readonly sources: readonly Choice[]; readonly chosen: ReadonlySet<string>; readonly onChange: (chosen: ReadonlySet<string>) => void }) {
  if (sources.length === 0) return null;
  const toggle = (id: string, on: boolean) => onChange(new Set(on ? [...chosen, id] : [...chosen].filter((other) => other !== id)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">Sources</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {sources.map(({ value, text }) => (
          <CheckboxField key={value} label={text} checked={chosen.has(value)} onChange={(event) => toggle(value, event.target.checked)} />
        ))}
      </div>
      <p className="text-sm text-soft">None chosen: all sources of its mode, also later ones.</p>
    </fieldset>
  );
}
