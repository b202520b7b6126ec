"use client";

import { useState } from "react";
import type { Transaction } from "#lib/transactions/transaction-shape";
import { memberOf, textMember } from "../api-call.ts";
import { Unmask } from "../requests/unmask.tsx";
import { unmaskedRecord } from "../requests/unmasked-record.ts";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";

interface CustomerFactsProps {
  /** What is unmasked: one transaction, or everything of a customer, by its id. */
  readonly subject: { readonly type: "transaction" | "customer"; readonly id: string };
  /** Without a reference where the page is the customer's own. */
  readonly customer: Transaction["customer"];
  readonly canUnmask: boolean;
}

/** Who paid. Name and e-mail read `***` until somebody who may asks for them. */
export function CustomerFacts({ subject, customer, canUnmask }: CustomerFactsProps) {
  const [shown, setShown] = useState<Transaction["customer"] | null>(null);
  const unmask = async () => {
    const result = await unmaskedRecord(subject.type, subject.id);
    if (!result.ok) return result.detail;
    const found = memberOf(result.record, "customer") ?? result.record;
    setShown({ ...customer, ...(customer.reference === null ? {} : { reference: textMember(found, "reference") }), name: textMember(found, "name"), email: textMember(found, "email") });
    return null;
  };
  const { reference, name, email, country } = shown ?? customer;
  if (reference === null && name === null && email === null && country === null) return <p className="text-soft">No message says who that is.</p>;
  const rows = [
    ...(reference === null ? [] : [{ name: "Reference", value: <ShortId id={reference} what="customer reference" {...(reference.includes("***") ? {} : { href: `/customers/${encodeURIComponent(reference)}` })} /> }]),
    ...(name === null ? [] : [{ name: "Name", value: name }]),
    ...(email === null ? [] : [{ name: "Email", value: email }]),
    ...(country === null ? [] : [{ name: "Country", value: countryName(country) }]),
  ];
  return (
    <div className="flex flex-col gap-3">
      <Facts narrow rows={rows} />
      {name === null && email === null ? null : <Unmask canUnmask={canUnmask} unmasked={shown !== null} onUnmask={unmask} />}
    </div>
  );
}

const regions = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}
