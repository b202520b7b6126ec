"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { Operation } from "#lib/sandbox/session-shape";
import type { Misbehaviour } from "#lib/simulator/misbehaviour";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { minorFromText, textFromMinor } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";
import { operationWords } from "./sandbox-words.ts";

interface OperationPanelProps {
  readonly sessionId: string;
  readonly operation: Operation;
  readonly possible: boolean;
  /** Why it is not possible. */
  readonly why: string | null;
  readonly mostMinor: number;
  readonly misbehave: Misbehaviour | null;
}

/** One thing that can happen to a payment later; where it cannot, the reason stands in its place. */
export function OperationPanel({ sessionId, operation, possible, why, mostMinor, misbehave }: OperationPanelProps) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const { verb, says, hasAmount } = operationWords[operation];
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get("amount");
    const amountMinor = typeof text === "string" ? minorFromText(text, 2) : String(mostMinor);
    if (amountMinor === null) {
      setError("must be an amount such as 25.99");
      return;
    }
    setBusy(true);
    const result = await apiCall("POST", `/sandbox/sessions/${sessionId}/operations`, { operation, ...(hasAmount ? { amountMinor: Number(amountMinor) } : {}), misbehave });
    setBusy(false);
    setError(result.ok ? undefined : result.detail);
    if (result.ok) {
      toast(`${verb}: the messages were sent.`);
      router.refresh();
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-2 rounded-md border p-3">
      <h3 className="text-sm font-medium">{verb}</h3>
      <p className="text-sm text-soft">{possible ? says : why}</p>
      {possible && hasAmount ? <TextField key={mostMinor} label="Amount" name="amount" required inputMode="decimal" autoComplete="off" defaultValue={textFromMinor(String(mostMinor), 2)} error={error} /> : error === undefined ? null : <p role="alert" className="text-sm text-bad">{error}</p>}
      {possible ? (
        <div>
          <Button type="submit" busy={busy}>
            {busy ? "Sending" : verb}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
