import { AcknowledgeButton } from "#components/alerts/acknowledge-button";
import { AlertBadge } from "#components/alerts/alert-badge";
import { ButtonLink } from "#components/ui/button";
import { Facts, PageHeader, Section } from "#components/ui/page-header";
import { ShortId } from "#components/ui/short-id";
import { TimeText } from "#components/ui/time-text";
import { may } from "#lib/access/may";
import { getAlert } from "#lib/alerts/list-alerts";
import type { Metadata } from "next";
import { found } from "../../../found.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Alert" };

export default async function AlertPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  const actor = await signedIn(`/alerts/${id}`, "alerts.read");
  const alert = await found(getAlert(actor, id));
  const words = { open: "It opened", acknowledged: "Acknowledged", resolved: "It was over" } as const;
  return (
    <>
      <PageHeader
        title={alert.title}
        answer={alert.why}
        actions={
          <>
            <ButtonLink href={alert.path} look={alert.state === "resolved" ? "plain" : "primary"}>
              Go there
            </ButtonLink>
            {alert.state === "open" && may(actor, "alerts.acknowledge") ? <AcknowledgeButton alertId={alert.id} title={alert.title} /> : null}
          </>
        }
      />
      {alert.state === "resolved" ? null : <p className="max-w-[75ch]">{alert.whatToDo}</p>}
      <Facts
        rows={[
          { name: "State", value: <AlertBadge state={alert.state} loud={alert.loud} /> },
          { name: "Since", value: <TimeText at={alert.openedAt} as="both" /> },
          { name: "Last found", value: <TimeText at={alert.lastSeenAt} as="both" /> },
          { name: "Id", value: <ShortId id={alert.id} /> },
        ]}
      />
      <Section title="What was announced">
        <ol className="flex flex-col gap-2">
          {alert.changes.map(({ state, at, by }) => (
            <li key={`${at} ${state}`} className="flex flex-wrap gap-x-3">
              <span className="font-medium">
                {words[state]}
                {by === null ? "" : ` by ${by}`}
              </span>
              <span className="text-soft">
                <TimeText at={at} as="exact" />
              </span>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}
