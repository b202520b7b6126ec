import Link from "next/link";
import type { ReactNode } from "react";

/** A link in running text. Links that leave the product say so. */
export function TextLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const look = "text-accent underline decoration-1 underline-offset-2 hover:decoration-2";
  if (href.startsWith("/") && !href.startsWith("/api/")) {
    return (
      <Link href={href} className={look}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} className={look} rel="noreferrer">
      {children}
    </a>
  );
}
