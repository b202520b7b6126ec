import { CircleAlert, CircleCheck, CircleX, Info } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const looks = {
  info: { icon: Info, box: "bg-accent-wash", ink: "text-accent" },
  good: { icon: CircleCheck, box: "bg-good-wash", ink: "text-good" },
  warn: { icon: CircleAlert, box: "bg-warn-wash", ink: "text-warn" },
  bad: { icon: CircleX, box: "bg-bad-wash", ink: "text-bad" },
} as const;

/** A sentence that stands out: what happened, why, what to do. */
export function Notice({ tone, title, children, alert = false }: { readonly tone: keyof typeof looks; readonly title?: string; readonly children?: ReactNode; /** Read out at once: for the outcome of what one just did. */ readonly alert?: boolean }) {
  const { icon: Icon, box, ink } = looks[tone];
  return (
    <div role={alert ? "alert" : undefined} className={classNames("flex gap-2.5 rounded-md p-3", box)}>
      <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", ink)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {title === undefined ? null : <p className={classNames("font-medium", ink)}>{title}</p>}
        {children}
      </div>
    </div>
  );
}
