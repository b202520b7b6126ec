import { ButtonLink } from "../ui/button.tsx";

/** The way to the first source, for whoever may make one. */
export function CreateSourceLink({ canCreate }: { readonly canCreate: boolean }) {
  if (!canCreate) return null;
  return (
    <ButtonLink href="/sources/new" look="primary">
      Create a source
    </ButtonLink>
  );
}
