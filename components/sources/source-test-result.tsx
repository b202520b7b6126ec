import { CircleCheck, CircleX, ShieldCheck, Unplug } from "lucide-react";
import { expectationWords } from "../sandbox/misbehaviour-words.ts";
import { formatMinor } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { Badge } from "../ui/state-badge.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { SourceTestAnswer } from "./read-source-test.ts";

type Sent = SourceTestAnswer["sent"][number];
type End = SourceTestAnswer["ends"][number];

/** What was sent, what was answered, and how the payment ends. */
export function SourceTestResult({ told }: { readonly told: SourceTestAnswer }) {
  const { sent, ends } = told;
  const bad = sent.filter(({ asExpected }) => !asExpected).length;
  const total = sent.length === 1 ? "The message was" : `All ${String(sent.length)} messages were`;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone={bad === 0 ? "good" : "bad"} alert title={bad === 0 ? `${total} answered as ${sent.length === 1 ? "it" : "they"} should be` : `${String(bad)} of ${String(sent.length)} were answered otherwise than they should be`}>
        {bad === 0 ? null : <p>The page of a request says why it was answered so.</p>}
        {ends.map((end) => (
          <p key={end.reference}>
            {endText(end)} <TextLink href={`/transactions?reference=${encodeURIComponent(end.reference)}&mode=all`}>See it</TextLink>
          </p>
        ))}
      </Notice>
      <ol aria-label="Messages" className="flex flex-col divide-y rounded-md border">
        {sent.map((one, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same message may be sent twice, and the list never changes
          <li key={index} className="flex flex-col gap-1 px-3 py-2">
            <Message sent={one} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Message({ sent: { kind, type, expects, outcome, status, answer, asExpected, requestId } }: { readonly sent: Sent }) {
  const isQuestion = kind === "validation";
  const declined = isQuestion && asExpected && outcome !== "taken" && expects === "taken";
  const word = status === null ? "No answer" : outcome === "taken" ? (isQuestion ? "Goes on" : "Taken") : declined ? "Declined" : "Refused";
  const good = outcome === "taken" || declined;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="min-w-0 font-mono text-xs break-all">{isQuestion ? "validation request" : type}</span>
        <Badge tone={asExpected ? (good ? "good" : "neutral") : "bad"} icon={asExpected ? (good ? CircleCheck : status === null ? Unplug : ShieldCheck) : CircleX}>
          {word}
        </Badge>
      </div>
      <p className="text-sm text-soft">
        {status === null ? (asExpected ? "The connection was broken on purpose" : "Nothing came back") : `Answered ${String(status)}`}
        {!asExpected ? `, ${expectationWords[expects]}` : expects === "refused" ? ", as it should be" : null}
        {requestId === null ? null : (
          <>
            {" · "}
            <TextLink href={`/requests/${requestId}`}>Request</TextLink>
          </>
        )}
      </p>
      {asExpected && !declined ? null : <p className="font-mono text-xs break-all text-soft">{answer.slice(0, 300)}</p>}
    </>
  );
}

/** "The payment ends captured, with 25.99 EUR captured." */
function endText({ kind, status, dispute, amounts }: End): string {
  const words = [["captured", amounts.captured], ["refunded", amounts.refunded], ["disputed", amounts.disputed]] as const;
  const said = words.filter(([, { amountMinor }]) => amountMinor > 0).map(([word, { amountMinor, currency, exponent }]) => `${formatMinor(BigInt(amountMinor), exponent)} ${currency} ${word}`);
  const disputed = dispute === "none" ? "" : `, its dispute ${dispute}`;
  return `The ${kind} ends ${status.replaceAll("_", " ")}${disputed}${said.length === 0 ? "" : `: ${said.join(", ")}`}.`;
}
