import { ShieldQuestion } from "lucide-react";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** Why there is nothing to decide on, and how it comes about. */
export function NoValidationSource({ canCreate }: { readonly canCreate: boolean }) {
  return (
    <EmptyState icon={ShieldQuestion} title="No provider asks here yet" {...(canCreate ? { action: <ButtonLink href="/sources/new?provider=praxis">Create a Praxis source</ButtonLink> } : {})}>
      <p>Praxis asks a URL of yours before it tries a payment, and goes on only if the answer is yes. Countersign answers within your deadline, by rules that you write and can read.</p>
      <p>{canCreate ? "Create a source of Praxis: its page shows the URL to send as validation_url with every session." : "An admin creates a source of Praxis first."}</p>
    </EmptyState>
  );
}
