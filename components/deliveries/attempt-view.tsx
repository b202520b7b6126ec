import type { Attempt } from "#lib/deliveries/delivery-shape";
import { HeaderTable } from "../requests/header-table.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { formatMs } from "../ui/duration-format.ts";
import { Section } from "../ui/page-header.tsx";
import { answerWords } from "./delivery-words.ts";
import { responseText } from "./response-text.ts";
import { TimingBar } from "./timing-bar.tsx";

/** One attempt: where its time went, what was sent and what came back. `canRead`: whether this person may see what was said. */
export function AttemptView({ attempt, canRead }: { readonly attempt: Attempt; readonly canRead: boolean }) {
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
              <CodeBlock text={responseText(attempt)} what="answer" wrap />
              {attempt.responseTruncated ? <p className="text-sm text-soft">Cut off after 64 KiB.</p> : null}
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
