"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useCrumbNames } from "./crumb-names.tsx";
import { crumbsOf } from "./navigation.ts";

/** The way here; on a phone only the step back, since the title below says where one is. */
export function Breadcrumb() {
  const crumbs = crumbsOf(usePathname(), useCrumbNames());
  const parent = crumbs.at(-2);
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      {parent?.href === undefined || parent.href === null ? null : (
        <Link href={parent.href} aria-label={`Back to ${parent.text}`} className="flex size-10 items-center justify-center rounded-md text-soft hover:bg-hover md:hidden">
          <ChevronLeft aria-hidden className="size-5" />
        </Link>
      )}
      <ol className="flex items-center gap-1.5 text-sm max-md:hidden">
        {crumbs.map((crumb, at) => (
          <li key={`${String(at)} ${crumb.text}`} className="flex min-w-0 items-center gap-1.5">
            {at === 0 ? null : (
              <span aria-hidden className="text-soft">
                /
              </span>
            )}
            {crumb.href === null ? (
              <span aria-current="page" className="truncate font-medium">
                {crumb.text}
              </span>
            ) : (
              <Link href={crumb.href} className="truncate text-soft hover:text-ink">
                {crumb.text}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
