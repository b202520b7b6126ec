import { LiveProvider } from "#components/live/live-provider";
import { LoudBanner } from "#components/alerts/loud-banner";
import { CrumbNames } from "#components/shell/crumb-names";
import { Header } from "#components/shell/header";
import { SideBar } from "#components/shell/side-bar";
import { currentActor } from "#lib/access/current-actor";
import { countAlerts, loudAlerts } from "#lib/alerts/list-alerts";
import { systemClock } from "#lib/platform/clock";
import { firstIdAt } from "#lib/platform/ids";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { nameInPath } from "../name-in-path.ts";
import { readPreferences } from "../read-preferences.ts";
import { signInHref } from "../signed-in.ts";

const column = "mx-auto flex w-full max-w-7xl flex-1 flex-col gap-6 px-6 py-6 focus:outline-none max-md:px-4 max-md:py-4";

export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  const [actor, preferences, path] = await Promise.all([currentActor(), readPreferences(), requestedPath()]);
  if (actor === null) {
    // Here a redirect is still a real one; a page's comes after the first bytes. The API docs are for everybody.
    if (path !== null && path !== "/docs") redirect(signInHref(path));
    return <main className={column}>{children}</main>;
  }
  const [{ open }, urgent, name] = await Promise.all([countAlerts(actor), loudAlerts(actor), nameInPath(actor, path ?? "/")]);
  return (
    <LiveProvider afterId={firstIdAt(systemClock.now())}>
      <CrumbNames first={name === null ? {} : { [name.id]: name.name }}>
        <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float">
          Skip to the content
        </a>
        <div className="flex">
          <SideBar role={actor.role} openAlerts={open} startsSmall={preferences.nav === "small"} />
          <div className="flex min-h-dvh min-w-0 flex-1 flex-col">
            <Header name={actor.name} role={actor.role} openAlerts={open} preferences={preferences} />
            <LoudBanner alerts={urgent} />
            <main id="content" tabIndex={-1} className={column}>
              {children}
            </main>
          </div>
        </div>
      </CrumbNames>
    </LiveProvider>
  );
}

/** What our server says was asked for; `null` where Next runs without it, and the page itself sends to the sign-in. */
async function requestedPath(): Promise<string | null> {
  const asked = (await headers()).get("x-countersign-path");
  if (asked === null) return null;
  const url = new URL(asked, "http://countersign.invalid");
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}
