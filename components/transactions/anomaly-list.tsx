import { CircleCheck, TriangleAlert } from "lucide-react";
import type { z } from "zod";
import type { anomalyShape } from "#lib/transactions/transaction-shape";
import { classNames } from "../ui/class-names.ts";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { AcknowledgeButton } from "./acknowledge-button.tsx";
import { anomalySentences } from "./anomaly-words.ts";
import { anomalyWords } from "./transaction-words.ts";

type ShownAnomaly = z.infer<typeof anomalyShape>;

/** What a person should look at: what happened, what to do, and the events that show it. */
export function AnomalyList({ transactionId, anomalies, canAct }: { readonly transactionId: string; readonly anomalies: readonly ShownAnomaly[]; readonly canAct: boolean }) {
  return (
    <ul className="flex flex-col gap-2">
      {anomalies.map((anomaly) => (
        <li key={anomaly.code}>
          <AnomalyItem transactionId={transactionId} anomaly={anomaly} canAct={canAct} />
        </li>
      ))}
    </ul>
  );
}

function AnomalyItem({ transactionId, anomaly, canAct }: { readonly transactionId: string; readonly anomaly: ShownAnomaly; readonly canAct: boolean }) {
  const { code, evidence, eventIds, acknowledged } = anomaly;
  const { what, next } = anomalySentences(code, evidence);
  const Icon = acknowledged ? CircleCheck : TriangleAlert;
  return (
    <div className={classNames("flex flex-wrap items-start gap-x-4 gap-y-2 rounded-md p-3", acknowledged ? "border" : "bg-warn-wash")}>
      <div className="flex min-w-0 flex-1 basis-80 gap-2.5">
        <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", acknowledged ? "text-soft" : "text-warn")} />
        <div className="flex min-w-0 flex-col gap-1">
          <p className={classNames("font-medium", acknowledged ? "text-soft" : "text-warn")}>{anomalyWords[code]}</p>
          <p className={acknowledged ? "text-soft" : ""}>{what}</p>
          {acknowledged ? null : <p>{next}</p>}
          <p className="text-sm text-soft">
            {eventIds.slice(-3).map((id, at) => (
              <span key={id}>
                {at === 0 ? "Shown by " : ", "}
                <TextLink href={`/events/${id}`}>{eventIds.length === 1 ? "this event" : `event ${String(at + 1)}`}</TextLink>
              </span>
            ))}
            {acknowledged ? <Acknowledged anomaly={anomaly} /> : null}
          </p>
        </div>
      </div>
      {canAct ? <AcknowledgeButton transactionId={transactionId} code={code} acknowledged={acknowledged} /> : null}
    </div>
  );
}

function Acknowledged({ anomaly: { acknowledgedAt, acknowledgedBy, eventIds } }: { readonly anomaly: ShownAnomaly }) {
  return (
    <>
      {eventIds.length === 0 ? "Acknowledged" : ". Acknowledged"}
      {acknowledgedBy === null ? "" : ` by ${acknowledgedBy}`} {acknowledgedAt === null ? null : <TimeText at={acknowledgedAt} />}.
    </>
  );
}
