import type { AlertRow } from "#lib/alerts/alert-shape";
import { Section } from "../ui/page-header.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { AlertBadge } from "./alert-badge.tsx";

/** The newest open alerts, each a line and a link. Nothing where none is open. */
export function OverviewAlerts({ alerts }: { readonly alerts: readonly AlertRow[] }) {
  if (alerts.length === 0) return null;
  return (
    <Section title="Open alerts" actions={<TextLink href="/alerts">All alerts</TextLink>}>
      <ul className="flex flex-col divide-y rounded-md border">
        {alerts.map(({ id, title, state, loud, openedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <AlertBadge state={state} loud={loud} />
            <span className="min-w-0 flex-1 break-words">
              <TextLink href={`/alerts/${id}`}>{title}</TextLink>
            </span>
            <span className="text-sm text-soft">
              <TimeText at={openedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
