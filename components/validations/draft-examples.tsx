"use client";

import { useEffect, useState } from "react";
import type { DryRun } from "#lib/validations/dry-run-shape";
import { apiCall, type RefusedField } from "../api-call.ts";
import { Money } from "../ui/money.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { DecisionBadge } from "./decision-badge.tsx";
import { readDryRun } from "./read-dry-run.ts";

/** Typing is over when nothing changed for so long. */
const quietMs = 500;
const shownAttempts = 10;

/** Which part cannot be tried as it stands, and why. */
function unfinishedWords(errors: readonly RefusedField[]): string {
  const [first] = errors;
  const rule = first === undefined ? undefined : /^ruleSet\.rules\.(\d+)\./.exec(first.path)?.[1];
  if (first === undefined || rule === undefined) return "Some of it is not finished yet.";
  return `Rule ${String(Number(rule) + 1)} cannot be tried yet: ${first.message}.`;
}

/** The latest attempts, and what the rules as they stand in the form would say of each. */
export function DraftExamples({ sourceId, bodyText }: { readonly sourceId: string; /** The rules as JSON. */ readonly bodyText: string }) {
  const [run, setRun] = useState<DryRun | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [asking, setAsking] = useState(true);
  useEffect(() => {
    let isLatest = true;
    setAsking(true);
    const timer = setTimeout(() => {
      const ruleSet: unknown = JSON.parse(bodyText);
      void apiCall("POST", "/validation-rules/dry-run", { sourceId, ruleSet, last: shownAttempts, rows: "all", limit: shownAttempts }).then((result) => {
        if (!isLatest) return;
        setAsking(false);
        setTrouble(result.ok ? null : result.status === 400 ? unfinishedWords(result.errors) : result.detail);
        if (result.ok) setRun(readDryRun(result.text));
      });
    }, quietMs);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [sourceId, bodyText]);
  return (
    <aside aria-label="Live examples" className="flex flex-col gap-3 rounded-md border p-4 xl:sticky xl:top-16">
      <h2 className="text-base font-semibold">What it would say</h2>
      <p className="text-sm text-soft">Of the latest attempts, by the rules as they stand here.</p>
      {trouble === null ? null : <p className="text-sm text-warn">{trouble}</p>}
      {run === null ? (
        trouble === null ? <p className="text-sm text-soft">Trying them on recorded attempts.</p> : null
      ) : run.rows.length === 0 ? (
        <p className="text-sm text-soft">No attempt is recorded yet. As soon as the provider asks before a payment, it stands here.</p>
      ) : (
        <ol aria-busy={asking} className={`flex flex-col divide-y ${asking || trouble !== null ? "opacity-60" : ""}`}>
          {run.rows.map((row) => (
            <li key={row.validationId} className="flex flex-col gap-1 py-2">
              <span className="flex items-center justify-between gap-2">
                <DecisionBadge action={row.would.action} />
                <TextLink href={`/validations/${row.validationId}`}>{row.amount === null ? "No amount" : <Money {...row.amount} amountMinor={String(row.amount.amountMinor)} />}</TextLink>
              </span>
              <span className="flex justify-between gap-2 text-sm text-soft">
                <span className="truncate">
                  {row.would.rule ?? "Otherwise"}
                  {row.would.action === row.recorded.action ? "" : row.recorded.action === "approve" ? " (was approved)" : " (was declined)"}
                </span>
                <TimeText at={row.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </aside>
  );
}
