"use client";

import { Lock } from "lucide-react";
import { usePathname } from "next/navigation";
import { type Role, roleAllows } from "#lib/access/permissions";
import { ButtonLink } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { closedPageAt } from "./closed-pages.ts";

const article: Record<Role, string> = { viewer: "a viewer", operator: "an operator", admin: "an admin" };

/** What stands in the place of a page that is not for this role. It is kept over the pages that follow, so it reads its own address. */
export function ForbiddenPage({ role }: { readonly role: Role | null }) {
  const page = closedPageAt(usePathname());
  // The role was read when the frame around the pages was made: one that would do has been taken since.
  const known = role === null || (page !== null && roleAllows(role, page.permission)) ? null : role;
  return (
    <EmptyState icon={Lock} alone title="Your role does not allow this" action={<ButtonLink href="/">Go to the overview</ButtonLink>}>
      <p>
        {page === null ? "This page is for people with another role" : `To ${page.what} one must be ${article[page.least]}`}
        {known === null ? ", and your role was changed" : `; you are ${article[known]}`}. Ask an admin for another role: they give it on the page Team.
      </p>
    </EmptyState>
  );
}
