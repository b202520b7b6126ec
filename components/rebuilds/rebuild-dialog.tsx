"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { apiCall, memberOf } from "../api-call.ts";
import { parseExactJson } from "../exact-json.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useToast } from "../ui/toast.tsx";
import { ChangeList, type FieldChange } from "./change-list.tsx";
import { changesOf } from "./read-changes.ts";

interface RebuildDialogProps {
  readonly transactionId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Folds a transaction's stored events again: shows first what that would change. */
export function RebuildDialog({ transactionId, open, onClose }: RebuildDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Rebuild from its events">
      <RebuildBody transactionId={transactionId} onClose={onClose} />
    </Dialog>
  );
}

function RebuildBody({ transactionId, onClose }: Omit<RebuildDialogProps, "open">) {
  const router = useRouter();
  const toast = useToast();
  const [plan, setPlan] = useState<readonly FieldChange[] | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/transactions/${transactionId}/rebuild`;

  useEffect(() => {
    let wanted = true;
    void apiCall("POST", path, { dryRun: true }).then((result) => {
      if (!wanted) return;
      if (result.ok) setPlan(changesOf(memberOf(parseExactJson(result.text), "changes")));
      else setRefusal(result.detail);
    });
    return () => {
      wanted = false;
    };
  }, [path]);

  const apply = async () => {
    setBusy(true);
    const result = await apiCall("POST", path, {});
    setBusy(false);
    if (!result.ok) {
      setRefusal(result.detail);
      return;
    }
    onClose();
    toast("Rebuilt from its events.");
    router.refresh();
  };

  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">All its stored messages are read again with the source’s present settings and put together as new. What a person decided stays.</p>
      {refusal === null ? null : (
        <Notice tone="bad" alert>
          <p>{refusal}</p>
        </Notice>
      )}
      {plan === null ? (
        refusal === null ? <Skeleton className="h-20 w-full" /> : null
      ) : plan.length === 0 ? (
        <Notice tone="good" title="Nothing would change">
          <p>It already is what its messages say together.</p>
        </Notice>
      ) : (
        <>
          <p className="font-medium">{plan.length === 1 ? "One field changes" : `${String(plan.length)} fields change`}</p>
          <ChangeList changes={plan} />
        </>
      )}
      <DialogActions>
        <Button onClick={onClose}>{plan?.length === 0 ? "Close" : "Cancel"}</Button>
        {plan === null || plan.length === 0 ? null : (
          <Button look="primary" busy={busy} onClick={() => void apply()}>
            Apply
          </Button>
        )}
      </DialogActions>
    </div>
  );
}
