import { classNames } from "./class-names.ts";

export interface BarPart {
  readonly key: string;
  /** Its length against the longest bar's whole, 0 to 1. */
  readonly share: number;
}

export interface Bar {
  readonly key: string;
  /** What a pointer over it says: the same as the table behind the chart. */
  readonly title: string;
  readonly parts: readonly BarPart[];
}

const width = 720;
const height = 96;
const gap = 3;

/** Bars over time, each of parts on top of each other. `fills`: the class of each part. The words are the caller's: this is for eyes. */
export function StackedBars({ bars, fills, className }: { readonly bars: readonly Bar[]; readonly fills: Readonly<Record<string, string>>; readonly className?: string }) {
  const step = width / Math.max(1, bars.length);
  return (
    <svg aria-hidden viewBox={`0 0 ${String(width)} ${String(height)}`} preserveAspectRatio="none" className={classNames("block h-24 w-full", className)}>
      <line x1="0" y1={height - 0.5} x2={width} y2={height - 0.5} className="stroke-line" vectorEffect="non-scaling-stroke" />
      {bars.map((bar, at) => (
        <g key={bar.key}>
          <title>{bar.title}</title>
          {/* The whole column answers to the pointer. */}
          <rect x={at * step} y={0} width={step} height={height} className="fill-transparent" />
          {placed(bar.parts).map(({ key, from, to }) => (
            <rect key={key} x={at * step + gap / 2} y={height - to * height} width={Math.max(1, step - gap)} height={(to - from) * height} className={fills[key] ?? "fill-edge"} />
          ))}
        </g>
      ))}
    </svg>
  );
}

function placed(parts: readonly BarPart[]): readonly { readonly key: string; readonly from: number; readonly to: number }[] {
  let from = 0;
  return parts.map(({ key, share }) => {
    const part = { key, from, to: from + share };
    from = part.to;
    return part;
  });
}
