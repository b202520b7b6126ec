import { FilterX } from "lucide-react";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** What a list shows for an address whose filters cannot be understood. */
export function UnusableFilter({ detail, href }: { readonly detail: string; readonly href: string }) {
  return (
    <EmptyState icon={FilterX} title="This address cannot be shown" action={<ButtonLink href={href}>Show without filters</ButtonLink>}>
      <p>{detail}</p>
    </EmptyState>
  );
}
