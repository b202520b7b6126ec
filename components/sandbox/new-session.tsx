"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { apiCall, type RefusedField, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { RadioCards, SelectField, TextField } from "../ui/field.tsx";
import { minorFromText } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";

export interface PlayableSource {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly providerName: string;
  /** What can be chosen of when the money is taken. */
  readonly capture: readonly ("automatic" | "manual")[];
}

const captures = [
  { value: "automatic", text: "Take the money at once", hint: "One step, as for a download." },
  { value: "manual", text: "Authorize, capture later", hint: "Two steps, as for goods that are shipped." },
];

/** Step 1: for which source, how much, and whether it is captured at once. */
export function NewSession({ sources, currencies, chosen }: { readonly sources: readonly PlayableSource[]; readonly currencies: readonly string[]; /** The source that the address names. */ readonly chosen: string | null }) {
  const router = useRouter();
  const providers = [...new Map(sources.map(({ providerId, providerName }) => [providerId, providerName]))].map(([value, text]) => ({ value, text }));
  const first = sources.find(({ id }) => id === chosen) ?? sources[0];
  const [providerId, setProviderId] = useState(first?.providerId ?? "");
  const [sourceId, setSourceId] = useState(first?.id ?? "");
  const [capture, setCapture] = useState("automatic");
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const ofProvider = sources.filter((source) => source.providerId === providerId);
  const source = ofProvider.find(({ id }) => id === sourceId) ?? ofProvider[0];
  const choosesCapture = (source?.capture.length ?? 0) > 1;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const amountMinor = minorFromText(String(fields.get("amount")), 2);
    if (amountMinor === null) {
      setErrors([{ path: "amountMinor", message: "must be an amount such as 25.99" }]);
      return;
    }
    setBusy(true);
    const result = await apiCall("POST", "/sandbox/sessions", { sourceId: source?.id, amountMinor: Number(amountMinor), currency: String(fields.get("currency")), ...(choosesCapture ? { capture } : {}) });
    if (!result.ok) {
      setErrors(result.errors);
      setRefusal(result.detail);
      setBusy(false);
      return;
    }
    router.push(`/sandbox/sessions/${textMember(result.body, "id") ?? ""}`);
  };
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;

  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-2xl flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField label="Provider" name="provider" choices={providers} value={providerId} onChange={(event) => setProviderId(event.target.value)} />
        <SelectField label="Test source" name="sourceId" choices={ofProvider.map(({ id, name }) => ({ value: id, text: name }))} value={source?.id ?? ""} onChange={(event) => setSourceId(event.target.value)} error={errorOf("sourceId")} />
        <TextField label="Amount" name="amount" required inputMode="decimal" autoComplete="off" defaultValue="25.99" error={errorOf("amountMinor")} />
        <SelectField label="Currency" name="currency" choices={currencies.map((currency) => ({ value: currency, text: currency }))} error={errorOf("currency")} />
      </div>
      {choosesCapture ? (
        <RadioCards legend="When the money is taken" name="capture" choices={captures} value={capture} onChange={setCapture} />
      ) : (
        <p className="text-sm text-soft">The money is taken at once: this source knows nothing else.</p>
      )}
      {refusal === null ? null : (
        <Notice tone="bad" alert title="The session was not created">
          <p>{refusal}</p>
        </Notice>
      )}
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? "Creating" : "Create a session"}
        </Button>
      </div>
    </form>
  );
}
