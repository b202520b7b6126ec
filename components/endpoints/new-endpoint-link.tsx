import { ButtonLink } from "../ui/button.tsx";

/** The way to the first endpoint, for whoever may make one. */
export function NewEndpointLink({ canCreate }: { readonly canCreate: boolean }) {
  if (!canCreate) return null;
  return (
    <ButtonLink href="/endpoints/new" look="primary">
      New endpoint
    </ButtonLink>
  );
}
