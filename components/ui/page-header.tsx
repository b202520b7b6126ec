import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** A page's title and its actions; under it, in one sentence, the answer that the page gives. */
export function PageHeader({ title, answer, actions }: { readonly title: ReactNode; readonly answer?: ReactNode; readonly actions?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="flex min-w-0 flex-col gap-1">
        <h1 className="text-lg font-semibold break-words">{title}</h1>
        {answer === undefined ? null : <div className="max-w-[75ch] text-soft">{answer}</div>}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export function Section({ title, actions, children, id }: { readonly title: string; readonly actions?: ReactNode; readonly children: ReactNode; readonly id?: string }) {
  return (
    <section id={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Names and values, two columns on a wide screen. */
export function Facts({ rows, narrow = false }: { /** In a column beside the page's main one. */ readonly narrow?: boolean; readonly rows: readonly { readonly name: string; readonly value: ReactNode }[] }) {
  return (
    <dl className={classNames("grid gap-x-4 gap-y-2 max-md:grid-cols-1 max-md:gap-y-0.5", narrow ? "grid-cols-[6.5rem_minmax(0,1fr)]" : "grid-cols-[minmax(7rem,12rem)_minmax(0,1fr)]")}>
      {rows.map((row) => (
        <div key={row.name} className="contents max-md:mb-2 max-md:block">
          <dt className="text-sm text-soft">{row.name}</dt>
          <dd className="min-w-0 break-words">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
