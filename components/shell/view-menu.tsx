"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { keepPreference } from "../ui/keep-preference.ts";
import { Menu, MenuHeading, MenuItem } from "../ui/menu.tsx";
import type { Preferences } from "../ui/preferences.ts";
import { useTime } from "../ui/time-provider.tsx";

const themes = [
  { theme: "system", text: "As the system" },
  { theme: "light", text: "Light" },
  { theme: "dark", text: "Dark" },
] as const;

const densities = [
  { density: "comfortable", text: "Comfortable" },
  { density: "dense", text: "Dense" },
] as const;

/** How pages look: colours, zone of times, height of rows. Each acts at once and is remembered. */
export function ViewMenu({ preferences }: { readonly preferences: Pick<Preferences, "theme" | "density"> }) {
  const [theme, setTheme] = useState(preferences.theme);
  const [density, setDensity] = useState(preferences.density);
  const { zone, chooseZone } = useTime();

  const chooseTheme = (chosen: Preferences["theme"]) => {
    document.documentElement.dataset.theme = chosen;
    keepPreference("theme", chosen);
    setTheme(chosen);
  };
  const chooseDensity = (chosen: Preferences["density"]) => {
    document.documentElement.dataset.density = chosen;
    keepPreference("density", chosen);
    setDensity(chosen);
  };

  return (
    <Menu label="View" trigger={<SlidersHorizontal aria-hidden className="size-4" />} triggerClassName="flex size-8 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink max-md:size-10">
      <MenuHeading>Colours</MenuHeading>
      {themes.map((item) => (
        <MenuItem key={item.theme} checked={item.theme === theme} onSelect={() => chooseTheme(item.theme)}>
          {item.text}
        </MenuItem>
      ))}
      <MenuHeading>Times</MenuHeading>
      <MenuItem checked={zone === "local"} onSelect={() => chooseZone("local")}>
        In my time zone
      </MenuItem>
      <MenuItem checked={zone === "utc"} onSelect={() => chooseZone("utc")}>
        In UTC
      </MenuItem>
      <MenuHeading>Rows</MenuHeading>
      {densities.map((item) => (
        <MenuItem key={item.density} checked={item.density === density} onSelect={() => chooseDensity(item.density)}>
          {item.text}
        </MenuItem>
      ))}
    </Menu>
  );
}
