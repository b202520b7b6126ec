import { SearchX, Send } from "lucide-react";
import { NewEndpointLink } from "../endpoints/new-endpoint-link.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** Why nothing was sent, and what to do next. */
export function EmptyDeliveries({ filtered, noEndpoints, canCreate }: { readonly filtered: boolean; readonly noEndpoints: boolean; readonly canCreate: boolean }) {
  if (noEndpoints) {
    return (
      <EmptyState icon={Send} title="No endpoint to send to" action={<NewEndpointLink canCreate={canCreate} />}>
        <p>Each event becomes one delivery for each endpoint that takes it, with every attempt, what was answered, and when it is tried again. {canCreate ? "Create the endpoint first." : "An admin creates the endpoint first."}</p>
      </EmptyState>
    );
  }
  if (filtered) {
    return (
      <EmptyState icon={SearchX} title="Nothing fits these filters" action={<ButtonLink href="/deliveries">Show all</ButtonLink>}>
        <p>No delivery of this endpoint, state and time is kept.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Send} title="Nothing was sent yet" action={<ButtonLink href="/endpoints">Go to the endpoints</ButtonLink>}>
      <p>An event that arrives from now on is on its way within a second. Earlier ones can be sent from the page of an endpoint, with “Send what it missed”.</p>
    </EmptyState>
  );
}
