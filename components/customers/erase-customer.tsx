"use client";

import { Eraser } from "lucide-react";
import { useEffect, useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { useHeldPage } from "../live/live-provider.tsx";
import { Button } from "../ui/button.tsx";
import { CheckboxField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { formatCount } from "../ui/money-format.ts";
import { TextLink } from "../ui/text-link.tsx";

interface Plan {
  readonly transactions: number;
  readonly events: number;
  readonly attempts: number;
  readonly sources: readonly { readonly id: string; readonly name: string; readonly transactions: number }[];
}

/** Overwrites what is kept of a customer: says what that is, in numbers, and wants the reference typed and the password proved. */
export function EraseCustomer({ reference }: { readonly reference: string }) {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [open, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [startedId, setStartedId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/customers/${encodeURIComponent(reference)}/erase`;

  const look = async () => {
    setBusy(true);
    const result = await apiCall("POST", path, { dryRun: true });
    setBusy(false);
    setRefusal(result.ok ? null : result.detail);
    if (!result.ok) return;
    setPlan(planOf(result.body));
    setOpen(true);
  };

  if (startedId !== null) return <ErasureProgress id={startedId} />;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-soft">Names, addresses and this reference can be overwritten in everything that is kept. Amounts and states of payments stay.</p>
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      <Button busy={busy} onClick={() => void look()}>
        <Eraser aria-hidden className="size-4" />
        Erase this customer
      </Button>
      {plan === null ? null : (
        <DangerDialog
          open={open}
          onClose={() => setOpen(false)}
          title="Erase this customer"
          confirm="Erase for ever"
          auditAction="customer.erase"
          act={(fields) => erase(path, reference, plan, fields)}
          onDone={(body) => {
            setOpen(false);
            setStartedId(textMember(body, "id"));
          }}
        >
          <PlanInWords plan={plan} />
          <TextField label={`Type ${reference} to confirm`} name="confirm" autoComplete="off" required />
        </DangerDialog>
      )}
    </div>
  );
}

function erase(path: string, reference: string, plan: Plan, fields: FormData): ReturnType<typeof apiCall> {
  const refused = (detail: string): ReturnType<typeof apiCall> => Promise.resolve({ ok: false, status: 400, type: "bad-input", detail, errors: [] });
  if (fields.get("confirm") !== reference) return refused("What you typed is not the customer’s reference. Nothing was erased.");
  const chosen = plan.sources.length < 2 ? null : plan.sources.map(({ id }) => id).filter((id) => fields.get(id) === "on");
  if (chosen?.length === 0) return refused("Choose at least one source. Nothing was erased.");
  return apiCall("POST", path, chosen === null || chosen.length === plan.sources.length ? {} : { sourceIds: chosen });
}

function PlanInWords({ plan: { transactions, events, attempts, sources } }: { readonly plan: Plan }) {
  return (
    <>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>
          Personal fields of <strong className="tabular">{formatCount(transactions)}</strong> {transactions === 1 ? "transaction" : "transactions"} and <strong className="tabular">{formatCount(events)}</strong> {events === 1 ? "event" : "events"} are overwritten, in the requests as received too.
        </li>
        <li>
          The answers to <strong className="tabular">{formatCount(attempts)}</strong> {attempts === 1 ? "attempt" : "attempts"} to deliver them are emptied.
        </li>
        <li>Amounts, states and references of payments stay. Overwritten requests cannot be verified again.</li>
        <li>Nobody can take it back. What the customer does later is received as ever.</li>
      </ul>
      {sources.length < 2 ? null : (
        <fieldset className="flex flex-col gap-2 rounded-md border p-3">
          <legend className="px-1 text-sm font-medium">At these sources</legend>
          <p className="text-sm text-soft">The same reference may name another person at each.</p>
          {sources.map(({ id, name, transactions: own }) => (
            <CheckboxField key={id} name={id} defaultChecked label={`${name}: ${formatCount(own)} ${own === 1 ? "transaction" : "transactions"}`} />
          ))}
        </fieldset>
      )}
    </>
  );
}

const lookAgainMs = 1_000;

function ErasureProgress({ id }: { readonly id: string }) {
  // Under this name there soon is nobody: drawn anew, the page would say only that.
  useHeldPage();
  const [erasure, setErasure] = useState<unknown>(null);
  const [looks, setLooks] = useState(0);
  const state = textMember(erasure, "state");
  useEffect(() => {
    if (state !== null && state !== "running") return;
    const look = async () => {
      const result = await apiCall("GET", `/erasures/${id}`);
      if (result.ok) setErasure(result.body);
      // Also after a look that failed: the worker goes on meanwhile.
      setLooks((count) => count + 1);
    };
    const timer = setTimeout(() => void look(), lookAgainMs);
    return () => clearTimeout(timer);
  }, [id, state, looks]);
  const [done, total] = [numberOf(erasure, "transactions"), numberOf(erasure, "total")];
  if (state === "completed") {
    return (
      <Notice tone="good" alert title="The customer was erased">
        <p>
          {formatCount(done)} {done === 1 ? "transaction" : "transactions"} and {formatCount(numberOf(erasure, "requests"))} {numberOf(erasure, "requests") === 1 ? "request" : "requests"} were overwritten. What is left stands under{" "}
          <TextLink href={`/customers/${textMember(erasure, "pseudonym") ?? ""}`}>{textMember(erasure, "pseudonym") ?? "its new name"}</TextLink>.
        </p>
      </Notice>
    );
  }
  if (state === "failed") {
    return (
      <Notice tone="bad" alert title="It stopped before its end">
        <p>{textMember(erasure, "error") ?? ""} What was overwritten stays so; erase again for the rest.</p>
      </Notice>
    );
  }
  return <p role="status">{erasure === null ? "Erasing" : `${formatCount(done)} of ${formatCount(total)} transactions are overwritten.`}</p>;
}

function planOf(body: unknown): Plan {
  const sources = memberOf(body, "sources");
  return {
    transactions: numberOf(body, "transactions"),
    events: numberOf(body, "events"),
    attempts: numberOf(body, "attempts"),
    sources: (Array.isArray(sources) ? sources : []).map((one: unknown) => ({ id: textMember(one, "id") ?? "", name: textMember(one, "name") ?? "", transactions: numberOf(one, "transactions") })),
  };
}

function numberOf(body: unknown, name: string): number {
  const value = memberOf(body, name);
  return typeof value === "number" ? value : 0;
}
