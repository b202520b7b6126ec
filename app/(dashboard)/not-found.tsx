import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { SearchX } from "lucide-react";

export default function NotFoundInDashboard() {
  return (
    <EmptyState icon={SearchX} alone title="Nothing is here" action={<ButtonLink href="/">Go to the overview</ButtonLink>}>
      <p>There is nothing with this id. It may have been typed wrong, deleted, or be older than what is kept.</p>
    </EmptyState>
  );
}
