import Link from "next/link";
import { classNames } from "./class-names.ts";

/** Tabs that are links: each has its own address. */
export function TabLinks({ label, tabs, current }: { readonly label: string; readonly tabs: readonly { readonly href: string; readonly text: string }[]; readonly current: string }) {
  return (
    <nav aria-label={label} className="flex gap-4 border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? "page" : undefined}
          className={classNames("-mb-px border-b-2 px-0.5 py-2 text-sm font-medium", tab.href === current ? "border-accent text-ink" : "border-transparent text-soft hover:text-ink")}
        >
          {tab.text}
        </Link>
      ))}
    </nav>
  );
}
