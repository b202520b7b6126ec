import { CircleCheck, CircleX, ShieldQuestion } from "lucide-react";
import type { SandboxSession, SentMessage, Step } from "#lib/sandbox/session-shape";
import { misbehaviourTitles } from "#lib/simulator/misbehaviour";
import { Badge } from "../ui/state-badge.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { formatMs } from "../ui/duration-format.ts";
import { TimeText } from "../ui/time-text.tsx";
import { stepTitle } from "./sandbox-words.ts";

/** Every message that was sent for a session with the answer that we gave, newest step first. */
export function SentMessages({ session: { steps, amount } }: { readonly session: SandboxSession }) {
  if (steps.length === 0) return <p className="text-soft">None yet. Each message and our answer appear here as they are sent.</p>;
  return (
    <ol className="flex flex-col gap-4">
      {steps.toReversed().map((step) => (
        <li key={step.at} className="flex flex-col gap-2">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <h3 className="text-sm font-medium">{stepTitle(step.action, step.result, step.amountMinor, amount.currency)}</h3>
            <TimeText at={step.at} />
          </div>
          {step.misbehave === null ? null : <p className="text-sm text-warn">{`Misbehaved: ${misbehaviourTitles[step.misbehave]}.`}</p>}
          <StepMessages step={step} />
        </li>
      ))}
    </ol>
  );
}

function StepMessages({ step: { messages } }: { readonly step: Step }) {
  if (messages.length === 0) return <p className="text-sm text-soft">The provider says nothing at this moment.</p>;
  return (
    <ul className="flex flex-col gap-2">
      {messages.map((message) => (
        <li key={`${message.at} ${message.requestId ?? ""}`} className="flex flex-col gap-1 rounded-md border p-3">
          <Message message={message} />
        </li>
      ))}
    </ul>
  );
}

function Message({ message: { kind, type, status, durationMs, answer, taken, requestId } }: { readonly message: SentMessage }) {
  const isQuestion = kind === "validation";
  const words = isQuestion ? (taken ? "Goes on" : "Refused") : taken ? "Taken" : "Not taken";
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="min-w-0 font-mono text-xs break-all">{isQuestion ? "validation request" : type}</span>
        <Badge tone={taken ? "good" : "bad"} icon={isQuestion ? ShieldQuestion : taken ? CircleCheck : CircleX}>
          {words}
        </Badge>
      </div>
      <p className="text-sm text-soft">
        {status === null ? "No answer" : `Answered ${String(status)} in ${formatMs(durationMs)}`}
        {requestId === null ? " · not kept" : null}
      </p>
      {answer === "" ? null : <p className="font-mono text-xs break-all text-soft">{answer.length > 300 ? `${answer.slice(0, 300)}…` : answer}</p>}
      {requestId === null ? null : <ShortId id={requestId} what="request" href={`/requests/${requestId}`} />}
    </>
  );
}
