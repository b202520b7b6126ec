import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What would be here, why it is not, and the next step. */
export function EmptyState({ icon: Icon, title, children, action, alone = false }: { readonly icon: LucideIcon; readonly title: string; readonly children: ReactNode; readonly action?: ReactNode; /** True where this is the whole page. */ readonly alone?: boolean }) {
  const Heading = alone ? "h1" : "h2";
  return (
    <div className="flex flex-col items-start gap-3 rounded-md border border-dashed p-6">
      <Icon aria-hidden className="size-5 text-soft" />
      <Heading className="text-base font-semibold">{title}</Heading>
      <div className="flex max-w-[65ch] flex-col gap-3 text-soft">{children}</div>
      {action}
    </div>
  );
}
