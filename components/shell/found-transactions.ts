"use client";

import { useEffect, useState } from "react";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { parseExactJson } from "../exact-json.ts";
import { formatMinor } from "../ui/money-format.ts";
import { sentence } from "../transactions/transaction-words.ts";
import type { PaletteTarget } from "./palette-targets.ts";

/** Shorter texts are names of pages, and no reference. */
const leastCharacters = 4;
const waitMs = 200;

/** The newest transactions that have this reference, card, e-mail or amount; asked for when the typing pauses. */
export function useFoundTransactions(query: string): readonly PaletteTarget[] {
  const [found, setFound] = useState<{ readonly query: string; readonly targets: readonly PaletteTarget[] }>({ query: "", targets: [] });
  const text = query.trim();
  useEffect(() => {
    if (text.length < leastCharacters) return;
    let wanted = true;
    const timer = setTimeout(() => {
      void apiCall("GET", `/transactions?limit=5&q=${encodeURIComponent(text)}`).then((result) => {
        const rows = result.ok ? memberOf(parseExactJson(result.text), "data") : null;
        if (wanted && Array.isArray(rows)) setFound({ query: text, targets: rows.flatMap((row: unknown) => targetOf(row) ?? []) });
      });
    }, waitMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return found.query === text ? found.targets : [];
}

/** `25.99 EUR, captured, ord-1234` */
function targetOf(row: unknown): PaletteTarget | null {
  const id = textMember(row, "id");
  if (id === null) return null;
  const amount = memberOf(row, "amount");
  const minor = memberOf(amount, "amountMinor");
  const exponent = memberOf(amount, "exponent");
  const isMoney = (typeof minor === "number" || typeof minor === "bigint") && typeof exponent === "number";
  const parts = [isMoney ? `${formatMinor(String(minor), exponent)} ${textMember(amount, "currency") ?? ""}` : null, sentence(textMember(row, "status") ?? ""), textMember(row, "reference")];
  return { text: parts.filter((part) => part !== null && part !== "").join(" · "), kind: "Transaction", href: `/transactions/${id}` };
}
