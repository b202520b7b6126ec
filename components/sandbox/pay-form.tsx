"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { TestCard } from "#lib/sandbox/test-cards";
import type { Misbehaviour } from "#lib/simulator/misbehaviour";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { RadioCards } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";

interface PayFormProps {
  readonly sessionId: string;
  readonly cards: readonly TestCard[];
  /** "25.99 EUR" */
  readonly amount: string;
  readonly misbehave: Misbehaviour | null;
}

/** Listed cards alone: there is no field in which somebody could type a real one. */
export function PayForm({ sessionId, cards, amount, misbehave }: PayFormProps) {
  const router = useRouter();
  const [card, setCard] = useState<string>(cards[0]?.id ?? "");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const result = await apiCall("POST", `/sandbox/sessions/${sessionId}/pay`, { card, misbehave });
    if (!result.ok) {
      setRefusal(result.detail);
      setBusy(false);
    } else if (textMember(result.body, "state") === "challenged") router.refresh();
    else router.push(`/sandbox/sessions/${sessionId}`);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <RadioCards legend="Pay with a test card" name="card" value={card} onChange={setCard} choices={cards.map(({ id, title, number, says }) => ({ value: id, text: title, hint: `${number}. ${says}` }))} />
      {refusal === null ? null : (
        <Notice tone="bad" alert title="It was not paid">
          <p>{refusal}</p>
        </Notice>
      )}
      <Button type="submit" look="primary" busy={busy} className="h-11">
        {busy ? "Paying" : `Pay ${amount}`}
      </Button>
    </form>
  );
}

/** The bank's own check of its customer, as far as a shop sees it. */
export function ChallengeForm({ sessionId, misbehave }: Pick<PayFormProps, "sessionId" | "misbehave">) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const end = async (passed: boolean) => {
    setBusy(true);
    const result = await apiCall("POST", `/sandbox/sessions/${sessionId}/challenge`, { passed, misbehave });
    if (result.ok) router.push(`/sandbox/sessions/${sessionId}`);
    else {
      setRefusal(result.detail);
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="info" title="Your bank wants to see you">
        <p>A real bank would ask for a code or its app here. Choose how it ends.</p>
      </Notice>
      {refusal === null ? null : (
        <Notice tone="bad" alert title="The check did not end">
          <p>{refusal}</p>
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={busy} onClick={() => void end(true)}>
          Pass the check
        </Button>
        <Button busy={busy} onClick={() => void end(false)}>
          Fail the check
        </Button>
      </div>
    </div>
  );
}
