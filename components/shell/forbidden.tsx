import { Lock } from "lucide-react";
import type { Role } from "#lib/access/permissions";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

const article: Record<Role, string> = { viewer: "a viewer", operator: "an operator", admin: "an admin" };

/** A page that this role may not use: says who may. */
export function Forbidden({ role, needs, what }: { readonly role: Role; readonly needs: Role; /** "create sources" */ readonly what: string }) {
  return (
    <EmptyState icon={Lock} alone title="Your role does not allow this" action={<ButtonLink href="/">Go to the overview</ButtonLink>}>
      <p>
        To {what} one must be {article[needs]}; you are {article[role]}. An admin can change your role.
      </p>
    </EmptyState>
  );
}
