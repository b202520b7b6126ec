"use client";

import { useEffect, useState } from "react";
import type { DryRun } from "#lib/validations/dry-run-shape";
import type { RuleSet } from "#lib/validations/rule-set-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Notice } from "../ui/notice.tsx";
import { dryRunAnswer } from "./dry-run-words.ts";
import { readDryRun } from "./read-dry-run.ts";

const weekMs = 7 * 86_400_000;

interface ActivateDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly ruleSet: RuleSet;
  readonly active: RuleSet | null;
  readonly onDone: () => void;
}

/** Says in numbers what changes, from a dry run over the last seven days, and asks for the password. What was read is what is activated. */
export function ActivateDialog({ open, onClose, ruleSet, active, onDone }: ActivateDialogProps) {
  const { id, version, updatedAt, sourceId, activatedAt } = ruleSet;
  return (
    <DangerDialog open={open} onClose={onClose} title={`Activate version ${String(version)}`} confirm={activatedAt === null ? "Activate" : "Go back to it"} look="primary" auditAction="ruleSet.activate" act={() => apiCall("POST", `/validation-rules/${id}/activate`, { updatedAt })} onDone={onDone}>
      <p>
        From this moment on version {version} decides on every payment of this source. {active === null ? "So far no version does: every payment is approved." : `Version ${String(active.version)} is retired, and stays one click away.`}
      </p>
      <LastWeek sourceId={sourceId} ruleSetId={id} />
    </DangerDialog>
  );
}

function LastWeek({ sourceId, ruleSetId }: { readonly sourceId: string; readonly ruleSetId: string }) {
  const [answer, setAnswer] = useState<{ readonly run: DryRun | null; readonly detail: string } | null>(null);
  useEffect(() => {
    let isShown = true;
    const to = Date.now();
    void apiCall("POST", "/validation-rules/dry-run", { sourceId, ruleSetId, from: new Date(to - weekMs).toISOString(), to: new Date(to).toISOString(), limit: 1 }).then((result) => {
      if (isShown) setAnswer(result.ok ? { run: readDryRun(result.text), detail: "Its answer could not be read." } : { run: null, detail: result.detail });
    });
    return () => {
      isShown = false;
    };
  }, [sourceId, ruleSetId]);
  if (answer === null) return <Notice tone="info" title="The last 7 days by these rules">{<p>Trying them on what was recorded.</p>}</Notice>;
  const { run, detail } = answer;
  if (run === null) return <Notice tone="warn" title="These rules could not be tried on the last 7 days">{<p>{detail}</p>}</Notice>;
  return (
    <Notice tone={run.newlyDeclined > 0 ? "warn" : "info"} title="The last 7 days by these rules">
      <p>{dryRunAnswer(run)}</p>
    </Notice>
  );
}
