import Link from "next/link";
import type { Attempt } from "#lib/deliveries/delivery-shape";
import { classNames } from "../ui/class-names.ts";
import { formatMs } from "../ui/duration-format.ts";
import { TimeText } from "../ui/time-text.tsx";
import { AnswerText } from "./answer-text.tsx";
import { TimingBar } from "./timing-bar.tsx";

interface AttemptListProps {
  readonly deliveryId: string;
  readonly attempts: readonly Attempt[];
  /** The number of the one that is shown below. */
  readonly shown: number | null;
}

/** Every attempt, newest first, with where its time went. Each is a link that shows it below. */
export function AttemptList({ deliveryId, attempts, shown }: AttemptListProps) {
  return (
    <ol aria-label="Attempts" className="flex flex-col rounded-md border">
      {attempts.toReversed().map((attempt) => (
        <li key={attempt.id} className="border-b last:border-b-0">
          <Link
            href={`/deliveries/${deliveryId}?attempt=${String(attempt.number)}`}
            prefetch={false}
            scroll={false}
            aria-current={attempt.number === shown ? "true" : undefined}
            className={classNames(
              "grid items-center gap-x-4 gap-y-1 px-3 py-2 hover:bg-hover md:grid-cols-[2rem_minmax(8rem,1fr)_minmax(6rem,14rem)_4.5rem_13rem] max-md:grid-cols-[2rem_minmax(0,1fr)_auto]",
              attempt.number === shown && "bg-accent-wash",
            )}
          >
            <span className="tabular text-soft">{attempt.number}</span>
            <span className="min-w-0 font-medium">
              <AnswerText statusCode={attempt.statusCode} error={attempt.error} />
            </span>
            <span className="max-md:order-last max-md:col-span-3">
              <TimingBar attempt={attempt} />
            </span>
            <span className="tabular text-right">{formatMs(attempt.durationMs)}</span>
            <span className="text-right text-sm text-soft max-md:col-span-3 max-md:text-left">
              <TimeText at={attempt.startedAt} as="exact" />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
