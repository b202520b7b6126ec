"use client";

import { Activity, BookOpen, CreditCard, Inbox, KeyRound, LayoutDashboard, type LucideIcon, ScrollText, Send, Users, Webhook } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "../ui/class-names.ts";
import type { Role } from "#lib/access/permissions";
import { isCurrent, navigationFor, type NavigationKey } from "./navigation.ts";

const icons: Record<NavigationKey, LucideIcon> = { overview: LayoutDashboard, transactions: CreditCard, events: Activity, deliveries: Send, sources: Inbox, endpoints: Webhook, apiKeys: KeyRound, team: Users, audit: ScrollText, docs: BookOpen };

/** The main navigation; `small` shows icons alone where the side bar is folded. */
export function NavLinks({ role, foldable = false, onNavigate }: { readonly role: Role; readonly foldable?: boolean; readonly onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {navigationFor(role).map((item) => {
          const current = isCurrent(item, pathname);
          const Icon = icons[item.key];
          return (
            <li key={item.key}>
              <Link
                href={item.href}
                aria-current={current ? "page" : undefined}
                title={item.text}
                {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
                className={classNames(
                  "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium max-md:h-11",
                  current ? "bg-accent-wash text-accent" : "text-soft hover:bg-hover hover:text-ink",
                  foldable && "nav-small:justify-center nav-small:px-0",
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                <span className={foldable ? "nav-small:sr-only" : ""}>{item.text}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
