"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { parseExactJson } from "../exact-json.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { ChangeList, type FieldChange } from "./change-list.tsx";
import { changesOf } from "./read-changes.ts";

interface Plan {
  readonly count: number;
  readonly sampled: number;
  readonly changed: number;
  readonly sample: readonly { readonly id: string; readonly reference: string; readonly changes: readonly FieldChange[] }[];
}

interface PlanDialogProps {
  readonly query: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Says how many transactions would be folded again and what would change in some of them, then starts it. */
export function RebuildPlanDialog({ query, open, onClose }: PlanDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={query === "" ? "Rebuild all transactions" : "Rebuild what the filter finds"}>
      <PlanBody query={query} onClose={onClose} />
    </Dialog>
  );
}

function PlanBody({ query, onClose }: Omit<PlanDialogProps, "open">) {
  const router = useRouter();
  const [plan, setPlan] = useState<Plan | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let wanted = true;
    void apiCall("POST", "/transactions/rebuild", { filter: filterOf(query), dryRun: true }).then((result) => {
      if (!wanted) return;
      if (result.ok) setPlan(planOf(parseExactJson(result.text)));
      else setRefusal(result.detail);
    });
    return () => {
      wanted = false;
    };
  }, [query]);

  const start = async () => {
    setBusy(true);
    const result = await apiCall("POST", "/transactions/rebuild", { filter: filterOf(query) });
    setBusy(false);
    const id = result.ok ? textMember(result.body, "id") : null;
    if (!result.ok) {
      setRefusal(result.detail);
      return;
    }
    onClose();
    if (id !== null) router.push(`/transactions/rebuilds/${id}`);
  };

  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">All stored messages of these transactions are read again with the sources’ present settings and put together as new. What people decided stays. It goes on in the background, and can be canceled.</p>
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      {plan !== null ? <PlanView plan={plan} /> : refusal === null ? <Skeleton className="h-24 w-full" /> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        {plan === null || plan.count === 0 ? null : (
          <Button look="primary" busy={busy} onClick={() => void start()}>
            Rebuild {formatCount(plan.count)} {plan.count === 1 ? "transaction" : "transactions"}
          </Button>
        )}
      </DialogActions>
    </div>
  );
}

function PlanView({ plan: { count, sampled, changed, sample } }: { readonly plan: Plan }) {
  if (count === 0) return <p>The filter finds no transaction.</p>;
  const shown = sample.filter(({ changes }) => changes.length > 0).slice(0, 3);
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium">
        {formatCount(count)} {count === 1 ? "transaction" : "transactions"}. Of the newest {formatCount(sampled)}, {changed === 0 ? "none" : formatCount(changed)} would change.
      </p>
      {shown.map(({ id, reference, changes }) => (
        <div key={id} className="flex flex-col gap-1">
          <span className="mono">
            <TextLink href={`/transactions/${id}`}>{reference}</TextLink>
          </span>
          <ChangeList changes={changes} />
        </div>
      ))}
    </div>
  );
}

function filterOf(query: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(query));
}

function planOf(body: unknown): Plan {
  const sample = memberOf(body, "sample");
  return {
    count: countOf(body, "count"),
    sampled: countOf(body, "sampled"),
    changed: countOf(body, "changed"),
    sample: !Array.isArray(sample) ? [] : sample.map((one: unknown) => ({ id: textMember(one, "id") ?? "", reference: textMember(one, "reference") ?? "", changes: changesOf(memberOf(one, "changes")) })),
  };
}

function countOf(body: unknown, name: string): number {
  const count = memberOf(body, name);
  return typeof count === "number" ? count : 0;
}
