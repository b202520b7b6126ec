"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { classNames } from "../ui/class-names.ts";
import { keepPreference } from "../ui/keep-preference.ts";
import { type ModeChoice, parseModeChoice } from "../ui/preferences.ts";

const choices: readonly { readonly mode: ModeChoice; readonly text: string }[] = [
  { mode: "all", text: "All" },
  { mode: "live", text: "Live" },
  { mode: "test", text: "Test" },
];

/** Pages that show messages of one mode carry it in their address. */
const pagesByMode = ["/", "/transactions", "/events", "/events/search", "/requests", "/sources", "/endpoints"];

/** All, live or test: what lists show. While it is test, a line of its colour frames every page. */
export function ModeSwitch({ remembered }: { readonly remembered: ModeChoice }) {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const given = search.get("mode");
  const current = given === null ? remembered : parseModeChoice(given);

  const choose = (mode: ModeChoice) => {
    keepPreference("mode", mode);
    const next = new URLSearchParams(search);
    next.delete("cursor");
    next.set("mode", mode);
    if (pagesByMode.includes(pathname)) router.push(`${pathname}?${next.toString()}`);
    else router.refresh();
  };

  return (
    <>
      {current === "test" ? <div aria-hidden className="pointer-events-none fixed inset-0 z-30 border-2 border-warn-line" /> : null}
      <div role="group" aria-label="Mode" className="flex rounded-md border bg-panel p-0.5">
        {choices.map((choice) => (
          <button
            key={choice.mode}
            type="button"
            aria-pressed={choice.mode === current}
            onClick={() => choose(choice.mode)}
            className={classNames(
              "h-6.5 rounded-sm px-2 text-xs font-medium max-md:h-9",
              choice.mode === current ? (choice.mode === "test" ? "bg-warn-wash text-warn" : "bg-page text-ink ring-1 ring-line") : "text-soft hover:text-ink",
            )}
          >
            {choice.text}
          </button>
        ))}
      </div>
    </>
  );
}
