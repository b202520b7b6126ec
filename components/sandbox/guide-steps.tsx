import type { ReactNode } from "react";

/** What a hosted checkout consists of, in the order in which one integrates it. */
export const guideSteps = [
  { title: "Session basics", says: "Your server opens a session for an amount. The card number never comes near it." },
  { title: "Make a payment", says: "The customer pays on the provider’s page, here on ours in its place." },
  { title: "Interpret the response", says: "What the answer means and what your shop does now." },
  { title: "Subsequent operations", says: "Capture, refund, void, chargeback: days later, each told by a message." },
  { title: "Test", says: "Make the messages misbehave and watch what is refused, and why." },
] as const;

/** One step of the guide, as a part of the page. */
export function GuideStep({ number, title, children }: { readonly number: number; readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-labelledby={`step-${String(number)}`} className="flex flex-col gap-3 border-t pt-4">
      <h2 id={`step-${String(number)}`} className="flex items-center gap-2 text-base font-semibold">
        <span aria-hidden className="tabular flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-wash text-xs text-accent">
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The steps to come, in a glance. */
export function GuideOverview() {
  return (
    <ol className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
      {guideSteps.map(({ title, says }, at) => (
        <li key={title} className="flex flex-col gap-1 rounded-md border p-3">
          <span className="flex items-center gap-2 text-sm font-medium">
            <span className="tabular text-accent">{at + 1}</span>
            {title}
          </span>
          <span className="text-sm text-soft">{says}</span>
        </li>
      ))}
    </ol>
  );
}
