/** What a person chose about how pages look; kept in cookies so that the server renders it without a flash. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly zone: "local" | "utc";
  /** The browser's zone as it last told us; `null` before its first visit. */
  readonly browserZone: string | null;
  readonly density: "comfortable" | "dense";
  readonly nav: "wide" | "small";
  readonly mode: ModeChoice;
}

export type ModeChoice = "all" | "live" | "test";

export const preferenceCookies = {
  theme: "countersign-theme",
  zone: "countersign-zone",
  browserZone: "countersign-browser-zone",
  density: "countersign-density",
  nav: "countersign-nav",
  mode: "countersign-mode",
} as const satisfies Record<keyof Preferences, string>;

/** Reads the cookies; anything unknown in them counts as not chosen. */
export function parsePreferences(cookie: (name: string) => string | undefined): Preferences {
  return {
    theme: oneOf(cookie(preferenceCookies.theme), ["system", "light", "dark"]),
    zone: oneOf(cookie(preferenceCookies.zone), ["local", "utc"]),
    browserZone: knownZone(cookie(preferenceCookies.browserZone)),
    density: oneOf(cookie(preferenceCookies.density), ["comfortable", "dense"]),
    nav: oneOf(cookie(preferenceCookies.nav), ["wide", "small"]),
    mode: parseModeChoice(cookie(preferenceCookies.mode)),
  };
}

export function parseModeChoice(text: string | null | undefined): ModeChoice {
  return oneOf(text ?? undefined, ["all", "live", "test"]);
}

function oneOf<Value extends string>(text: string | undefined, values: readonly [Value, ...Value[]]): Value {
  return values.find((value) => value === text) ?? values[0];
}

function knownZone(text: string | undefined): string | null {
  // An offset such as +05:30 is no name of a zone, and PostgreSQL reads its sign the other way round.
  if (text === undefined || !/^[A-Za-z]/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null; // The cookie holds something that is no zone: as if it were absent.
  }
}
