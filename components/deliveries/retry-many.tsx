"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";

interface RetryManyProps {
  /** By the names of `GET /deliveries`. */
  readonly filter: Readonly<Record<string, string>>;
  /** The filter as people read it, such as "that failed, of Shop backend". */
  readonly words: string;
}

/** Sends again what the list's filter finds, after saying how much that is. */
export function RetryMany({ filter, words }: RetryManyProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <RotateCcw aria-hidden className="size-4" />
        Retry all of these
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Retry deliveries">
        <RetryBody filter={filter} words={words} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface Plan {
  readonly count: number;
  readonly oldest: string | null;
}

function RetryBody({ filter, words, onClose }: RetryManyProps & { readonly onClose: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const [plan, setPlan] = useState<Plan | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const key = JSON.stringify(filter);

  useEffect(() => {
    let wanted = true;
    void apiCall("POST", "/deliveries/retry", { filter: JSON.parse(key) as unknown, dryRun: true }).then((result) => {
      if (!wanted) return;
      if (result.ok) setPlan(planOf(result.body));
      else setRefusal(result.detail);
    });
    return () => {
      wanted = false;
    };
  }, [key]);

  const retry = async () => {
    let retried = 0;
    setDone(0);
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const result = await apiCall("POST", "/deliveries/retry", { filter, ...(cursor === undefined ? {} : { cursor }) });
      if (!result.ok) {
        setRefusal(`${result.detail}${retried > 0 ? ` ${formatCount(retried)} are on their way already.` : ""}`);
        setDone(null);
        return;
      }
      retried += numberOf(result.body, "retried");
      setDone(retried);
      cursor = textMember(result.body, "nextCursor");
    }
    onClose();
    toast(retried === 1 ? "1 delivery is sent again." : `${formatCount(retried)} deliveries are sent again.`);
    router.refresh();
  };

  return (
    <>
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      {plan === null && refusal === null ? <p role="status">Counting</p> : null}
      {plan === null ? null : plan.count === 0 ? (
        <p>There are none {words} to retry.</p>
      ) : (
        <>
          <p>
            <strong className="tabular font-semibold">{formatCount(plan.count)}</strong> {plan.count === 1 ? "delivery" : "deliveries"} {words} {plan.count === 1 ? "is" : "are"} sent again, oldest first{plan.oldest === null ? "" : `, beginning with ${plan.oldest}`}. They wait behind new events; those of disabled and deleted endpoints are left out.
          </p>
          <p className="text-sm text-soft">
            The audit will name you and say <code className="font-mono text-xs">delivery.retry_many</code>.
          </p>
        </>
      )}
      {done === null ? null : <p role="status">{formatCount(done)} so far</p>}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        {plan !== null && plan.count > 0 ? (
          <Button look="primary" busy={done !== null} onClick={() => void retry()}>
            {`Retry ${formatCount(plan.count)}`}
          </Button>
        ) : null}
      </DialogActions>
    </>
  );
}

function planOf(body: unknown): Plan {
  const sample = memberOf(body, "sample");
  const oldest: unknown = Array.isArray(sample) ? sample[0] : null;
  return { count: numberOf(body, "count"), oldest: textMember(oldest, "eventType") };
}

function numberOf(body: unknown, name: string): number {
  const value = memberOf(body, name);
  return typeof value === "number" ? value : 0;
}
