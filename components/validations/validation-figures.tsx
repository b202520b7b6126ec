import Link from "next/link";
import type { ReactNode } from "react";
import type { ValidationStats } from "#lib/validations/validation-stats-shape";
import { formatMs } from "../ui/duration-format.ts";
import { formatCount } from "../ui/money-format.ts";
import { percentWords } from "./validation-words.ts";

/** Decisions of a time in figures; each opens the list behind it. */
export function ValidationFigures({ stats, answer, sourceId }: { readonly stats: ValidationStats; readonly answer: string; readonly sourceId: string | null }) {
  const hrefOf = (more: Readonly<Record<string, string>>) => `/validations?${new URLSearchParams({ from: stats.from, to: stats.to, ...(sourceId === null ? {} : { sourceId }), ...more }).toString()}`;
  const declines = stats.byRule.filter(({ action }) => action === "decline").slice(0, 5);
  return (
    <section aria-label="In figures" className="flex flex-col gap-4 rounded-md border p-4">
      <p>{answer}</p>
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <Figure name="Approve rate">{percentWords(stats.approveRate)}</Figure>
        <Figure name="Approved" href={hrefOf({ action: "approve" })}>
          {formatCount(stats.approved)}
        </Figure>
        <Figure name="Declined" href={hrefOf({ action: "decline" })}>
          {formatCount(stats.declined)}
        </Figure>
        <Figure name="Fallbacks" href={hrefOf({ fallbackUsed: "true" })} ink={stats.fallbacks > 0 ? "text-bad" : ""}>
          {formatCount(stats.fallbacks)}
        </Figure>
        <Figure name="Half answered within">{stats.p50Ms === null ? "–" : formatMs(stats.p50Ms)}</Figure>
        <Figure name="99 % within">{stats.p99Ms === null ? "–" : formatMs(stats.p99Ms)}</Figure>
      </dl>
      {declines.length === 0 ? null : (
        <div className="flex flex-col gap-1">
          <h2 className="text-sm text-soft">Declines by rule</h2>
          <ul className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
            {declines.map(({ rule, count }) => (
              <li key={rule ?? "otherwise"} className="min-w-0 break-words">
                {rule === null ? (
                  "No rule"
                ) : (
                  <Link href={hrefOf({ action: "decline", rule })} prefetch={false} className="underline decoration-line underline-offset-4 hover:decoration-ink">
                    {rule}
                  </Link>
                )}{" "}
                <span className="tabular text-soft">{formatCount(count)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Figure({ name, href, ink = "", children }: { readonly name: string; readonly href?: string; readonly ink?: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className={`tabular text-lg font-semibold ${ink}`}>
        {href === undefined ? (
          children
        ) : (
          <Link href={href} prefetch={false} className="underline decoration-line underline-offset-4 hover:decoration-ink">
            {children}
          </Link>
        )}
      </dd>
    </div>
  );
}
