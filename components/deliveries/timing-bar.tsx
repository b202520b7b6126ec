import type { Attempt } from "#lib/deliveries/delivery-shape";
import { formatMs } from "../ui/duration-format.ts";
import { type TimingShare, timingShares } from "./timing-shares.ts";

const looks: Record<TimingShare["name"], { readonly text: string; readonly bar: string }> = {
  dns: { text: "Name", bar: "bg-edge" },
  connect: { text: "Connect", bar: "bg-warn-line" },
  tls: { text: "TLS", bar: "bg-good" },
  wait: { text: "First byte", bar: "bg-accent-solid" },
  read: { text: "Rest", bar: "bg-soft" },
};

/** Where the time of an attempt went; `withWords`: each part named under it. */
export function TimingBar({ attempt, withWords = false }: { readonly attempt: Pick<Attempt, "durationMs" | "timings">; readonly withWords?: boolean }) {
  const shares = timingShares(attempt);
  const words = shares.map(({ name, ms }) => `${looks[name].text} ${formatMs(ms)}`).join(", ");
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div role="img" aria-label={words === "" ? "No time was measured" : words} title={words} className="flex h-2 min-w-24 gap-px overflow-hidden rounded-sm bg-hover">
        {shares.map(({ name, percent }) => (
          <span key={name} className={`min-w-0.5 ${looks[name].bar}`} style={{ width: `${String(percent)}%` }} />
        ))}
      </div>
      {withWords ? (
        <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
          {shares.map(({ name, ms }) => (
            <li key={name} className="flex items-center gap-1.5">
              <span className={`size-2 rounded-[2px] ${looks[name].bar}`} />
              {looks[name].text} <span className="tabular text-ink">{formatMs(ms)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
