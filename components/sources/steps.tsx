import { classNames } from "../ui/class-names.ts";

const steps = ["Provider", "Settings and key", "Connect"] as const;

/** Where one is among the three steps to a new source. */
export function Steps({ current }: { readonly current: 1 | 2 | 3 }) {
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-1">
      {steps.map((text, at) => {
        const number = at + 1;
        return (
          <li key={text} aria-current={number === current ? "step" : undefined} className={classNames("flex items-center gap-2 text-sm", number === current ? "font-medium" : "text-soft")}>
            <span className={classNames("tabular flex size-5 items-center justify-center rounded-full border text-xs", number === current && "border-accent bg-accent-wash text-accent")}>{number < current ? "✓" : number}</span>
            {text}
          </li>
        );
      })}
    </ol>
  );
}
