import { Suspense } from "react";
import { LiveIndicator } from "#components/live/live-indicator";
import type { Role } from "#lib/access/permissions";
import type { Preferences } from "../ui/preferences.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { PhoneNavigation } from "./phone-navigation.tsx";
import { SearchButton } from "./search-button.tsx";
import { ViewMenu } from "./view-menu.tsx";

interface HeaderProps {
  readonly name: string;
  readonly role: Role;
  readonly openAlerts: number;
  readonly preferences: Preferences;
}

/** Where one is, what is shown, and who one is. */
export function Header({ name, role, openAlerts, preferences }: HeaderProps) {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-page px-4 max-md:h-14 max-md:gap-1 max-md:px-2">
      <PhoneNavigation role={role} openAlerts={openAlerts} />
      <Breadcrumb />
      {/* As wide as all of it from the first: pages come in pieces, and what came already would be pushed aside. */}
      <div className="ml-auto flex items-center gap-2 max-md:gap-0 lg:w-135">
        <Suspense fallback={<div className="h-8 w-29" />}>
          <ModeSwitch remembered={preferences.mode} />
        </Suspense>
        <SearchButton role={role} />
        <LiveIndicator />
        <ViewMenu preferences={{ theme: preferences.theme, density: preferences.density }} />
        <AccountMenu name={name} role={role} />
      </div>
    </header>
  );
}
