import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What would be here, why it is not, and the next step. */
export function EmptyState({ icon: Icon, title, children, action }: { readonly icon: LucideIcon; readonly title: string; readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-dashed p-6">
      <Icon aria-hidden className="size-5 text-soft" />
      <h2 className="text-base font-semibold">{title}</h2>
      <div className="flex max-w-[65ch] flex-col gap-3 text-soft">{children}</div>
      {action}
    </div>
  );
}
