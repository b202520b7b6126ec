import type { AlertRow } from "#lib/alerts/alert-shape";
import { ButtonLink } from "../ui/button.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { AcknowledgeButton } from "./acknowledge-button.tsx";
import { AlertBadge } from "./alert-badge.tsx";

/** Alerts as cards: what happened, why, what to do, and the way to the place. */
export function AlertList({ alerts, canAcknowledge }: { readonly alerts: readonly AlertRow[]; readonly canAcknowledge: boolean }) {
  return (
    <ul className="flex flex-col gap-3">
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-col gap-3 rounded-md border p-4">
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <div className="flex min-w-0 flex-wrap items-center gap-2">
              <AlertBadge state={alert.state} loud={alert.loud} />
              <h2 className="min-w-0 font-medium break-words">
                <TextLink href={`/alerts/${alert.id}`}>{alert.title}</TextLink>
              </h2>
            </div>
            <span className="text-sm text-soft">
              <AlertTimes alert={alert} />
            </span>
          </div>
          <div className="flex max-w-[75ch] flex-col gap-1">
            <p>{alert.why}</p>
            {alert.state === "resolved" ? null : <p className="text-soft">{alert.whatToDo}</p>}
          </div>
          {alert.state === "resolved" ? null : (
            <div className="flex flex-wrap gap-2">
              <ButtonLink href={alert.path}>Go there</ButtonLink>
              {alert.state === "open" && canAcknowledge ? <AcknowledgeButton alertId={alert.id} title={alert.title} /> : null}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function AlertTimes({ alert }: { readonly alert: AlertRow }) {
  if (alert.resolvedAt !== null) {
    return (
      <>
        Over since <TimeText at={alert.resolvedAt} />
      </>
    );
  }
  return (
    <>
      Since <TimeText at={alert.openedAt} />
      {alert.acknowledgedBy === null ? null : `, ${alert.acknowledgedBy} looks after it`}
    </>
  );
}
