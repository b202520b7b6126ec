"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { addStep, nothingYet, type ReverifySum, reverifyStep } from "./reverify-plan.ts";
import { reasonWords } from "./reason-words.ts";

type Filter = Readonly<Record<string, string>>;

/** A plan looks at no more than this: beyond it, it says so. */
const mostPlanned = 5_000;
const mostLinks = 20;

interface ReverifyManyProps {
  /** Of `POST /requests/reverify`. */
  readonly filter: Filter;
}

/** Says how many of the refused requests would pass with the keys of now, then verifies them again, and leads to what became of them. */
export function ReverifyMany({ filter }: ReverifyManyProps) {
  const router = useRouter();
  const [plan, setPlan] = useState<ReverifySum | null>(null);
  const [planned, setPlanned] = useState(false);
  const [run, setRun] = useState<ReverifySum | null>(null);
  const [state, setState] = useState<"planning" | "ready" | "running" | "done">("planning");
  const [refusal, setRefusal] = useState<string | null>(null);
  const key = JSON.stringify(filter);

  useEffect(() => {
    let wanted = true;
    void callAll(key, true, mostPlanned, () => wanted, setPlan).then((problem) => {
      if (!wanted) return;
      setPlanned(problem === null);
      setRefusal(problem);
      setState("ready");
    });
    return () => {
      wanted = false;
    };
  }, [key]);

  const start = async () => {
    setState("running");
    setRefusal(await callAll(key, false, Number.POSITIVE_INFINITY, () => true, setRun));
    setState("done");
    router.refresh();
  };

  return (
    <div className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="It did not go on">
          <p>{refusal} What was released until then stays released.</p>
        </Notice>
      )}
      {plan === null ? refusal === null ? <Skeleton className="h-24 w-full" /> : null : <PlanView plan={plan} looking={state === "planning"} />}
      {run === null ? null : <RunView run={run} running={state === "running"} />}
      {state === "ready" && planned && plan !== null && plan.passed > 0 ? (
        <div className="flex flex-col gap-2">
          <Button look="primary" className="self-start" onClick={() => void start()}>
            <RotateCcw aria-hidden className="size-4" />
            Verify {formatCount(plan.total)} again
          </Button>
          <p className="text-sm text-soft">
            Those that pass become events like any other; a message that had arrived another way becomes no second one. The audit will name you and say <code className="font-mono text-xs">request.reverify_many</code>.
          </p>
        </div>
      ) : null}
    </div>
  );
}

/** Calls until there is no more; returns what stopped it, in words. */
async function callAll(filterText: string, dryRun: boolean, most: number, isWanted: () => boolean, tell: (sum: ReverifySum) => void): Promise<string | null> {
  let sum = nothingYet;
  for (let cursor: string | null | undefined; cursor !== null && sum.tried < most && isWanted(); ) {
    const result = await apiCall("POST", "/requests/reverify", { filter: JSON.parse(filterText) as unknown, dryRun, ...(cursor === undefined ? {} : { cursor }) });
    if (!result.ok) return result.detail;
    const step = reverifyStep(result.body);
    sum = addStep(sum, step);
    cursor = step.nextCursor;
    if (isWanted()) tell(sum);
  }
  return null;
}

function PlanView({ plan: { total, tried, passed, failing }, looking }: { readonly plan: ReverifySum; readonly looking: boolean }) {
  if (total === 0) return <Notice tone="info" title="Nothing to verify again"><p>No refused request that this filter finds was kept whole. Those whose card numbers were overwritten can never match again; have the provider send them once more.</p></Notice>;
  const of = tried < total ? `Of the oldest ${formatCount(tried)}, ` : "";
  return (
    <Notice tone={looking ? "info" : passed > 0 ? "good" : "warn"} title={`${formatCount(total)} ${total === 1 ? "request was" : "requests were"} refused and kept`}>
      <p role="status">
        {looking ? `Looking: ${formatCount(tried)} so far. ` : ""}
        {of}
        {formatCount(passed)} would pass with the keys and settings of now{passed === tried ? "." : `, ${formatCount(tried - passed)} would not:`}
      </p>
      <Reasons failing={failing} />
      {!looking && passed === 0 ? <p>Add the missing key, or correct the settings of the source; then come back.</p> : null}
    </Notice>
  );
}

function RunView({ run: { total, tried, passed, failing, eventIds }, running }: { readonly run: ReverifySum; readonly running: boolean }) {
  return (
    <div className="flex flex-col gap-3">
      <progress value={tried} max={Math.max(1, total)} aria-label="Verified again" className="h-2 w-full max-w-[30rem] accent-(--color-accent-solid)" />
      <p role="status" className="font-medium">
        {running ? `${formatCount(tried)} of ${formatCount(total)} so far: ` : ""}
        {formatCount(passed)} passed and {passed === 1 ? "is" : "are"} {formatCount(eventIds.length)} {eventIds.length === 1 ? "event" : "events"} now{tried > passed ? `; ${formatCount(tried - passed)} did not pass:` : "."}
      </p>
      <Reasons failing={failing} />
      {eventIds.length === 0 ? null : (
        <ul aria-label="Events" className="grid gap-1 sm:grid-cols-2">
          {eventIds.slice(0, mostLinks).map((id) => (
            <li key={id}>
              <ShortId id={id} href={`/events/${id}`} />
            </li>
          ))}
        </ul>
      )}
      {eventIds.length > mostLinks ? <p className="text-sm text-soft">And {formatCount(eventIds.length - mostLinks)} more, among the events.</p> : null}
    </div>
  );
}

function Reasons({ failing }: Pick<ReverifySum, "failing">) {
  if (failing.size === 0) return null;
  return (
    <ul className="list-disc pl-5">
      {[...failing].map(([reason, count]) => (
        <li key={reason}>
          {reasonWords(reason)}: {formatCount(count)}
        </li>
      ))}
    </ul>
  );
}
