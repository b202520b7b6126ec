import { formatCount } from "../ui/money-format.ts";
import { Notice } from "../ui/notice.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import type { ShownPlan } from "./read-plan.ts";

/** What a replay would send, in numbers, before it does. */
export function ReplayPlanView({ plan, endpointNames }: { readonly plan: ShownPlan; readonly endpointNames: ReadonlyMap<string, string> }) {
  if (plan.count === 0) return <p>No event fits both this filter and what the endpoints take: nothing would be sent.</p>;
  return (
    <>
      <p>
        <strong className="tabular font-semibold">{plan.countText}</strong> {plan.count === 1 ? "delivery goes" : "deliveries go"} out, oldest event first, behind new events. Receivers get events again that they may have taken already, with the same ids.
      </p>
      {plan.needsApproval ? (
        <Notice tone="warn" title="A second person has to approve it">
          <p>More than 10 000 deliveries wait until another operator or admin approves them. Where there is nobody else, your password takes that place.</p>
        </Notice>
      ) : null}
      <ul aria-label="Endpoints" className="flex flex-col gap-1 rounded-md border p-3">
        {plan.endpoints.map(({ id, count }) => (
          <li key={id} className="flex justify-between gap-4">
            <span className="truncate">{endpointNames.get(id) ?? id}</span>
            <span className={`tabular ${count === 0 ? "text-soft" : ""}`}>{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      <div className="flex flex-col gap-1">
        <span className="text-sm text-soft">Among them</span>
        <ul className="flex flex-col gap-0.5 text-sm">
          {plan.sample.slice(0, 5).map(({ id, type, receivedAt }) => (
            <li key={id} className="flex justify-between gap-4">
              <TextLink href={`/events/${id}`}>{type}</TextLink>
              <span className="text-soft">
                <TimeText at={receivedAt} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
