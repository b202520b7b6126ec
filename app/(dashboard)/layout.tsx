import { LiveProvider } from "#components/live/live-provider";
import { Header } from "#components/shell/header";
import { SideBar } from "#components/shell/side-bar";
import { currentActor } from "#lib/access/current-actor";
import { may } from "#lib/access/may";
import type { ReactNode } from "react";
import { readPreferences } from "../read-preferences.ts";

export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  const [actor, preferences] = await Promise.all([currentActor(), readPreferences()]);
  // The page knows its own address and goes to the sign-in with it; only the API docs are for everybody.
  if (actor === null) return <main className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-6 py-6 max-md:px-4">{children}</main>;
  return (
    <LiveProvider>
      <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float">
        Skip to the content
      </a>
      <div className="flex">
        <SideBar startsSmall={preferences.nav === "small"} />
        <div className="flex min-h-dvh min-w-0 flex-1 flex-col">
          <Header name={actor.name} role={actor.role} preferences={preferences} canCreateSources={may(actor, "sources.write")} />
          <main id="content" tabIndex={-1} className="mx-auto flex w-full max-w-7xl flex-1 flex-col gap-6 px-6 py-6 focus:outline-none max-md:px-4 max-md:py-4">
            {children}
          </main>
        </div>
      </div>
    </LiveProvider>
  );
}
