import { classNames } from "../ui/class-names.ts";

const newSource = ["Provider", "Settings and key", "Connect"] as const;

/** Where one is among three steps: those to a new source unless others are named. */
export function Steps({ current, steps = newSource }: { readonly current: 1 | 2 | 3; readonly steps?: readonly [string, string, string] }) {
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
