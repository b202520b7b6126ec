import { installation } from "#lib/platform/installation";
import { oidcSettings } from "#lib/access/oidc";

/** What else changes when this becomes the public address: sign-in keeps the address of the start until the next one. */
export function changesIfSaved(url: string): readonly string[] {
  const { signInUrl } = installation();
  if (url === signInUrl) return [];
  const cookies = cookieChange(new URL(signInUrl).protocol, new URL(url).protocol, url);
  const oidc = oidcSettings() === null ? [] : [`Single sign-on goes on returning to ${signInUrl} until the next start. Before that, register ${url}/api/auth/callback/oidc there.`];
  return [...cookies, ...oidc];
}

function cookieChange(from: string, to: string, url: string): readonly string[] {
  if (from === to) return [];
  if (to === "https:") return [`From the next start on, sign-in cookies are made for https: everybody signs in again, under ${url}. Over plain http only a browser on this machine still can.`];
  return ["From the next start on, sign-in cookies travel unencrypted: everybody signs in again."];
}
