import { CircleX } from "lucide-react";
import Link from "next/link";
import type { AlertRow } from "#lib/alerts/alert-shape";

/** Above every page while it is open: what must not wait until somebody looks. */
export function LoudBanner({ alerts }: { readonly alerts: readonly AlertRow[] }) {
  const [first, ...others] = alerts;
  if (first === undefined) return null;
  return (
    <aside aria-label="Urgent alerts" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-bad-wash px-6 py-2 max-md:px-4">
      <CircleX aria-hidden className="size-4 shrink-0 text-bad" />
      <p className="min-w-0 flex-1 break-words">
        <span className="font-medium text-bad">{first.title}.</span> <span className="max-md:sr-only">{first.why}</span>
      </p>
      <Link href={others.length === 0 ? `/alerts/${first.id}` : "/alerts"} className="text-sm font-medium text-bad underline underline-offset-2">
        {others.length === 0 ? "What to do" : `This and ${String(others.length)} more`}
      </Link>
    </aside>
  );
}
