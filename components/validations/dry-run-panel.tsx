"use client";

import { useState } from "react";
import type { DryRun } from "#lib/validations/dry-run-shape";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { DryRunRows } from "./dry-run-rows.tsx";
import { dryRunAnswer } from "./dry-run-words.ts";
import { readDryRun } from "./read-dry-run.ts";

const dayMs = 86_400_000;
const periods = [
  { value: "1", text: "Last 24 hours" },
  { value: "7", text: "Last 7 days" },
  { value: "30", text: "Last 30 days" },
];

/** Tries a version on what was recorded: "would have declined 14 of 2 310, these". */
export function DryRunPanel({ sourceId, ruleSetId }: { readonly sourceId: string; readonly ruleSetId: string }) {
  const [days, setDays] = useState("7");
  const [busy, setBusy] = useState(false);
  const [run, setRun] = useState<DryRun | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const start = async () => {
    setBusy(true);
    const to = Date.now();
    const result = await apiCall("POST", "/validation-rules/dry-run", { sourceId, ruleSetId, from: new Date(to - Number(days) * dayMs).toISOString(), to: new Date(to).toISOString(), limit: 100 });
    setBusy(false);
    setRefusal(result.ok ? null : result.detail);
    setRun(result.ok ? readDryRun(result.text) : null);
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-2">
        <SelectField label="Attempts of the" choices={periods} value={days} onChange={(event) => setDays(event.target.value)} />
        <Button busy={busy} onClick={() => void start()}>
          {busy ? "Trying" : "Try it on them"}
        </Button>
      </div>
      {refusal === null ? null : (
        <Notice tone="bad" alert title="It could not be tried">
          <p>{refusal}</p>
        </Notice>
      )}
      {run === null ? null : <DryRunResult run={run} />}
    </div>
  );
}

export function DryRunResult({ run }: { readonly run: DryRun }) {
  return (
    <div role="status" className="flex flex-col gap-4">
      <p className="font-medium">{dryRunAnswer(run)}</p>
      {run.complete ? null : (
        <Notice tone="info">
          <p>More attempts are recorded in this time than one dry run looks at: these are the latest {formatCount(run.attempts)}.</p>
        </Notice>
      )}
      {run.attempts === 0 ? null : (
        <ul aria-label="By rule" className="flex flex-col divide-y rounded-md border">
          {run.byRule.map(({ rule, action, count }) => (
            <li key={rule ?? "otherwise"} className="flex justify-between gap-4 px-3 py-2 text-sm">
              <span className="min-w-0 truncate">
                {rule ?? "Otherwise"} <span className="text-soft">({action === "handOver" ? "ask your own URL" : action})</span>
              </span>
              <span className={`tabular ${count === 0 ? "text-soft" : ""}`}>{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
      {run.rows.length === 0 ? null : <DryRunRows rows={run.rows} />}
    </div>
  );
}
