"use client";

import { useState } from "react";
import { conditionFields } from "#lib/validations/rule-set-shape";
import type { Validation } from "#lib/validations/validation-shape";
import { apiCall, memberOf } from "../api-call.ts";
import { parseExactJson } from "../exact-json.ts";
import { Unmask } from "../requests/unmask.tsx";
import { Facts } from "../ui/page-header.tsx";
import { AttemptMoney } from "./attempt-money.tsx";
import { fieldLabels } from "./field-labels.ts";

/** What the rules looked at, member by member; a condition on what is missing is false. */
export function ValidationInput({ validation, canUnmask }: { readonly validation: Validation; readonly canUnmask: boolean }) {
  const [unmasked, setUnmasked] = useState<Readonly<Record<string, unknown>> | null>(null);
  const input = unmasked ?? validation.input;
  const ask = async () => {
    const result = await apiCall("POST", "/unmask", { type: "validation", id: validation.id });
    if (!result.ok) return result.detail;
    const shown = memberOf(memberOf(parseExactJson(result.text), "record"), "input");
    setUnmasked(typeof shown === "object" && shown !== null ? Object.fromEntries(Object.entries(shown)) : null);
    return null;
  };
  return (
    <div className="flex flex-col gap-3">
      <Facts rows={[...conditionFields.map((name) => ({ name: name === "amount" ? "Amount" : fieldLabels[name], value: name === "amount" ? <AttemptMoney input={input} /> : <Value value={input[name]} isCode={name === "card" || name === "customer"} /> })), { name: "Order", value: <Value value={input["orderId"]} isCode /> }]} />
      <Unmask canUnmask={canUnmask} unmasked={unmasked !== null} onUnmask={ask} />
    </div>
  );
}

function Value({ value, isCode }: { readonly value: unknown; readonly isCode: boolean }) {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") return <span className="text-soft">not said</span>;
  return <span className={isCode ? "font-mono text-xs break-all" : "break-words"}>{String(value)}</span>;
}
