import type { Attempt } from "#lib/deliveries/delivery-shape";
import { classNames } from "../ui/class-names.ts";
import { TextLink } from "../ui/text-link.tsx";
import { type ComparedLine, lineDifference } from "./line-difference.ts";
import { responseText } from "./response-text.ts";

interface AttemptComparisonProps {
  readonly deliveryId: string;
  readonly attempts: readonly Attempt[];
  readonly left: Attempt;
  readonly right: Attempt;
}

/** What two attempts were answered, side by side; what differs is marked by a sign and by colour. */
export function AttemptComparison({ deliveryId, attempts, left, right }: AttemptComparisonProps) {
  const difference = lineDifference(responseText(left), responseText(right));
  const others = attempts.filter(({ number }) => number !== left.number && number !== right.number);
  const isSame = difference.left.every(({ isDifferent }) => !isDifferent) && difference.right.every(({ isDifferent }) => !isDifferent);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-3 md:grid-cols-2">
        <Side attempt={left} lines={difference.left} sign="−" mark="bg-bad-wash" />
        <Side attempt={right} lines={difference.right} sign="+" mark="bg-good-wash" />
      </div>
      <p className="text-sm text-soft">
        {isSame ? "Both answers are the same. " : ""}
        {others.length === 0 ? null : (
          <>
            Compare attempt {right.number} with{" "}
            {others.map(({ number }, at) => (
              <span key={number}>
                {at === 0 ? "" : ", "}
                <TextLink href={`/deliveries/${deliveryId}?attempt=${String(right.number)}&against=${String(number)}`}>{String(number)}</TextLink>
              </span>
            ))}
            .
          </>
        )}
      </p>
    </div>
  );
}

function Side({ attempt, lines, sign, mark }: { readonly attempt: Attempt; readonly lines: readonly ComparedLine[]; readonly sign: string; readonly mark: string }) {
  const title = `Attempt ${String(attempt.number)}`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-sm font-medium">{title}</span>
      {/* A region that scrolls must be reachable by keyboard. */}
      <div tabIndex={0} role="region" aria-label={`Answer to attempt ${String(attempt.number)}`} className="max-h-96 overflow-auto rounded-md border bg-panel py-2 font-mono text-xs">
        {attempt.statusCode === null ? (
          <p className="px-3 text-soft">No answer</p>
        ) : (
          lines.map(({ number, text, isDifferent }) => (
            <div key={number} className={classNames("flex gap-2 px-3", isDifferent && mark)}>
              <span aria-hidden={!isDifferent} className="w-2 shrink-0 text-soft select-none">
                {isDifferent ? sign : ""}
              </span>
              <span className="min-w-0 break-all whitespace-pre-wrap">{text === "" ? " " : text}</span>
            </div>
          ))
        )}
      </div>
    </div>
  );
}
