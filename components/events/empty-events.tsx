import { Inbox, SearchX } from "lucide-react";
import { CreateSourceLink } from "../sources/create-source-link.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { PayloadSearchHint } from "./payload-search-hint.tsx";

interface EmptyEventsProps {
  readonly filtered: boolean;
  readonly clearHref: string;
  readonly noSources: boolean;
  readonly canCreate: boolean;
  /** What was searched for by reference. */
  readonly searched?: string | undefined;
}

/** Why there are no events or requests here, and what to do next. */
export function EmptyEvents({ filtered, clearHref, noSources, canCreate, searched }: EmptyEventsProps) {
  if (filtered && !noSources) {
    return (
      <EmptyState icon={SearchX} title="Nothing fits these filters" action={<ButtonLink href={`${clearHref}?mode=all`}>Show all</ButtonLink>}>
        <p>A reference is found by its exact text: a payment, order or operation id as the provider writes it. Widen the time range, or look among the requests: what was refused made no event.</p>
        <PayloadSearchHint searched={searched} />
      </EmptyState>
    );
  }
  if (noSources) {
    return (
      <EmptyState icon={Inbox} title="No provider sends here yet" action={<CreateSourceLink canCreate={canCreate} />}>
        <p>{canCreate ? "Create a source first: it gives you the URL to register with your payment provider, and keeps the key that proves its messages." : "An admin creates a source first: the URL that your payment provider calls."} Its messages then appear here within a second.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Inbox} title="Nothing has arrived yet" action={<ButtonLink href="/sources">Go to the sources</ButtonLink>}>
      <p>Messages appear here within a second of their arrival. The page of a source has the URL to register and a command that sends a test message.</p>
      <p>
        Something was sent and is not here? <TextLink href="/requests?outcome=rejected">Look among the rejected requests</TextLink>.
      </p>
    </EmptyState>
  );
}
