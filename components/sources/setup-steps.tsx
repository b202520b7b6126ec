import type { SetupStep } from "#lib/providers/provider";

/** What to do in the provider's back office, in order. */
export function SetupSteps({ steps }: { readonly steps: readonly SetupStep[] }) {
  return (
    <ol className="flex max-w-[75ch] flex-col gap-3">
      {steps.map((step, at) => (
        <li key={step.title} className="flex gap-3">
          <span aria-hidden className="tabular flex size-5 shrink-0 items-center justify-center rounded-full bg-hover text-xs font-medium">
            {at + 1}
          </span>
          <div>
            <p className="font-medium">{step.title}</p>
            <p className="text-soft">{step.text}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
