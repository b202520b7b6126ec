import { Inbox } from "lucide-react";
import { CreateSourceLink } from "../sources/create-source-link.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { ModeChoice } from "../ui/preferences.ts";

/** What an overview without sources teaches: the way to the first message. */
export function FirstSteps({ canCreate, mode }: { readonly canCreate: boolean; readonly mode: ModeChoice }) {
  if (mode !== "all") {
    return (
      <EmptyState icon={Inbox} title={`No source in ${mode} mode`} action={<ButtonLink href="/?mode=all">Show all modes</ButtonLink>}>
        <p>Only {mode} sources are shown at the moment. The switch at the top shows the others.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Inbox}
      title="To the first message in three steps"
      action={<CreateSourceLink canCreate={canCreate} />}
    >
      <ol className="flex list-decimal flex-col gap-1 pl-5">
        <li>Create a source for your payment provider: Adyen, Praxis, Prahsys, Stripe, or any gateway that signs its webhooks.</li>
        <li>Copy its URL into the provider’s back office, and the provider’s key into the source.</li>
        <li>Send a test, from the provider or with the command that the source shows. It appears here within a second, verified.</li>
      </ol>
      {canCreate ? null : <p>An admin creates sources; your role may read what arrives.</p>}
    </EmptyState>
  );
}
