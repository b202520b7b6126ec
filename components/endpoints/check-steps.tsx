import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import type { CheckStep } from "#lib/endpoints/endpoint-shape";

const names: Record<CheckStep["step"], string> = { url: "URL", dns: "Name", address: "Address", connection: "Connection", tls: "Encryption" };

/** What was found out about a URL, step by step, with the reason where it ends. */
export function CheckSteps({ steps }: { readonly steps: readonly CheckStep[] }) {
  return (
    <ol aria-label="Check of the URL" className="flex flex-col gap-1.5 rounded-md border p-3">
      {steps.map((step) => (
        <li key={step.step} className="flex items-start gap-2 text-sm">
          <StepIcon ok={step.ok} />
          <span className="w-24 shrink-0 font-medium max-md:w-20">{names[step.step]}</span>
          <span className={step.ok === null ? "text-soft" : step.ok ? "" : "text-bad"}>{step.says}</span>
        </li>
      ))}
    </ol>
  );
}

function StepIcon({ ok }: { readonly ok: boolean | null }) {
  if (ok === null) return <CircleDashed aria-label="Not tried" className="mt-0.5 size-4 shrink-0 text-soft" />;
  return ok ? <CircleCheck aria-label="All right" className="mt-0.5 size-4 shrink-0 text-good" /> : <CircleX aria-label="Not usable" className="mt-0.5 size-4 shrink-0 text-bad" />;
}

export function Checking() {
  return (
    <p role="status" className="flex items-center gap-2 rounded-md border p-3 text-sm text-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      Looking where it leads
    </p>
  );
}
