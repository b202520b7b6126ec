import type { Replay } from "#lib/deliveries/replay-shape";
import { formatCount } from "../ui/money-format.ts";

/** How far a replay is: what was taken, what failed and what was canceled, each as long as its share. */
export function ReplayProgress({ replay: { total, done, succeeded, failed, canceled } }: { readonly replay: Replay }) {
  const share = (count: number) => `${String(total === 0 ? 0 : (count * 100) / total)}%`;
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((done * 100) / total));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="tabular font-medium">
          {formatCount(done)} of {formatCount(total)} done
        </span>
        <span className="tabular text-sm text-soft">
          {formatCount(succeeded)} taken, {formatCount(failed)} failed{canceled > 0 ? `, ${formatCount(canceled)} canceled` : ""}
        </span>
      </div>
      <div role="progressbar" aria-label="Replay" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="flex h-2.5 overflow-hidden rounded-sm bg-hover">
        <div className="h-full bg-good transition-[width]" style={{ width: share(succeeded) }} />
        <div className="h-full bg-bad-solid transition-[width]" style={{ width: share(failed) }} />
        <div className="h-full bg-edge transition-[width]" style={{ width: share(canceled) }} />
      </div>
    </div>
  );
}
