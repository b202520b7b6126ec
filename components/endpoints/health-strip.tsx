import type { EndpointPerformance, PerformanceStep } from "#lib/deliveries/endpoint-performance";
import { classNames } from "../ui/class-names.ts";
import { formatCount } from "../ui/money-format.ts";

/** The last 24 hours, a bar for each half hour: what failed stands on top of what was taken, as long as its share. A time without attempts is a dot. */
export function HealthStrip({ steps, tall = false }: { readonly steps: EndpointPerformance["steps"]; readonly tall?: boolean }) {
  return (
    <div role="img" aria-label={stripWords(steps)} className={classNames("flex items-end", tall ? "h-16 gap-0.5" : "h-5 w-44 gap-px")}>
      {steps.map((step) => (
        <Bar key={step.from} step={step} />
      ))}
    </div>
  );
}

function Bar({ step }: { readonly step: PerformanceStep }) {
  const { succeeded, failed } = step;
  const total = succeeded + failed;
  if (total === 0) return <span className="h-0.5 flex-1 rounded-sm bg-line" />;
  // One failure among thousands must still be seen.
  const failedPercent = failed === 0 ? 0 : Math.max(15, (failed * 100) / total);
  return (
    <span title={`${step.from.slice(11, 16)} UTC: ${countWords(succeeded, failed)}`} className="flex h-full flex-1 flex-col gap-px">
      {failed === 0 ? null : <span className="shrink-0 rounded-[2px] bg-bad-solid" style={{ height: `${String(failedPercent)}%` }} />}
      {succeeded === 0 ? null : <span className="min-h-0 flex-1 rounded-[2px] bg-good opacity-75" />}
    </span>
  );
}

function stripWords(steps: EndpointPerformance["steps"]): string {
  const sum = (of: (step: PerformanceStep) => number) => steps.reduce((total, step) => total + of(step), 0);
  const [succeeded, failed] = [sum((step) => step.succeeded), sum((step) => step.failed)];
  return `Last 24 hours: ${succeeded + failed === 0 ? "no attempts" : countWords(succeeded, failed)}`;
}

function countWords(succeeded: number, failed: number): string {
  return `${formatCount(succeeded)} taken${failed > 0 ? `, ${formatCount(failed)} failed` : ""}`;
}
