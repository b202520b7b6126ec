"use client";

import { Activity, BellRing, BookOpen, CreditCard, FlaskConical, Inbox, KeyRound, LayoutDashboard, type LucideIcon, ScrollText, Send, Settings, ShieldCheck, Users, Webhook } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "../ui/class-names.ts";
import type { Role } from "#lib/access/permissions";
import { isCurrent, navigationFor, type NavigationKey } from "./navigation.ts";

const icons: Record<NavigationKey, LucideIcon> = { overview: LayoutDashboard, transactions: CreditCard, events: Activity, deliveries: Send, validations: ShieldCheck, sources: Inbox, endpoints: Webhook, sandbox: FlaskConical, apiKeys: KeyRound, team: Users, alerts: BellRing, audit: ScrollText, settings: Settings, docs: BookOpen };

/** The main navigation; `small` shows icons alone where the side bar is folded. */
export function NavLinks({ role, openAlerts, foldable = false, onNavigate }: { readonly role: Role; /** How many wait for somebody. */ readonly openAlerts: number; readonly foldable?: boolean; readonly onNavigate?: () => void }) {
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
                {item.key === "alerts" && openAlerts > 0 ? (
                  <span className={classNames("tabular ml-auto rounded-sm bg-warn-wash px-1.5 text-xs text-warn", foldable && "nav-small:hidden")}>
                    {openAlerts > 99 ? "99+" : String(openAlerts)}
                    <span className="sr-only"> open</span>
                  </span>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
