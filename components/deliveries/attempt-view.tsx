import type { Attempt } from "#lib/deliveries/delivery-shape";
import { HeaderTable } from "../requests/header-table.tsx";
import { formatMs } from "../ui/duration-format.ts";
import { Section } from "../ui/page-header.tsx";
import { AttemptAnswer } from "./attempt-answer.tsx";
import { answerWords } from "./delivery-words.ts";
import { TimingBar } from "./timing-bar.tsx";

interface AttemptViewProps {
  readonly deliveryId: string;
  readonly attempt: Attempt;
  /** Whether this person may see what was said. */
  readonly canRead: boolean;
  readonly canUnmask: boolean;
}

/** One attempt: where its time went, what was sent and what came back. */
export function AttemptView({ deliveryId, attempt, canRead, canUnmask }: AttemptViewProps) {
  return (
    <>
      <Section title={`Attempt ${String(attempt.number)}: ${answerWords(attempt).replace(/^./, (first) => first.toLowerCase())}`}>
        {attempt.errorDetail === null ? null : <p className="max-w-[75ch]">{attempt.errorDetail}</p>}
        <div className="flex flex-col gap-2 rounded-md border p-3">
          <p className="text-sm">
            <span className="tabular font-medium">{formatMs(attempt.durationMs)}</span> <span className="text-soft">in all</span>
          </p>
          <TimingBar attempt={attempt} withWords />
        </div>
      </Section>
      {canRead ? (
        <>
          {attempt.statusCode === null ? null : (
            <Section title="What was answered">
              <AttemptAnswer key={attempt.id} deliveryId={deliveryId} attempt={attempt} canUnmask={canUnmask} />
            </Section>
          )}
          <details className="rounded-md border">
            <summary className="px-3 py-2 text-sm font-medium">Headers that were sent ({attempt.requestHeaders.length})</summary>
            <div className="border-t p-3">
              <HeaderTable headers={attempt.requestHeaders} />
            </div>
          </details>
        </>
      ) : (
        <p className="text-soft">What was sent and answered is for operators and admins.</p>
      )}
    </>
  );
}
