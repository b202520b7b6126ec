import { ButtonLink } from "./button.tsx";

/** Steps through a list that is paged by cursor: newest first, so "next" is older. Both are addresses. */
export function Pagination({ firstHref, nextHref }: { /** `null` on the first page. */ readonly firstHref: string | null; /** `null` on the last page. */ readonly nextHref: string | null }) {
  if (firstHref === null && nextHref === null) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2">
      {firstHref === null ? null : <ButtonLink href={firstHref}>Newest</ButtonLink>}
      {nextHref === null ? <span className="text-sm text-soft">This is the oldest page.</span> : <ButtonLink href={nextHref}>Older</ButtonLink>}
    </nav>
  );
}
