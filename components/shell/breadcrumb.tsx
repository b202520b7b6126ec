"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { crumbsOf } from "./navigation.ts";

export function Breadcrumb() {
  const crumbs = crumbsOf(usePathname());
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex items-center gap-1.5 text-sm">
        {crumbs.map((crumb, at) => (
          <li key={crumb.text} className={`flex min-w-0 items-center gap-1.5 ${at < crumbs.length - 1 ? "max-sm:hidden" : ""}`}>
            {at === 0 ? null : (
              <span aria-hidden className="text-soft max-sm:hidden">
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
