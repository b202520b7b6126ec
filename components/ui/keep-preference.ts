import { preferenceCookies, type Preferences } from "./preferences.ts";

const oneYearSeconds = 31_536_000;

/** Remembers a choice in its cookie. Browser only. */
export function keepPreference<Name extends keyof Preferences>(name: Name, value: NonNullable<Preferences[Name]>): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${preferenceCookies[name]}=${encodeURIComponent(value)}; Path=/; Max-Age=${String(oneYearSeconds)}; SameSite=Lax${secure}`;
}
