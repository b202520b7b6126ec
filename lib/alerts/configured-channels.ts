import { readSettings } from "#lib/settings/read-settings";
import type { ChannelName } from "./alert-shape.ts";

/** Where the settings say that alerts go, besides the dashboard. */
export async function configuredChannels(): Promise<readonly ChannelName[]> {
  const { mailTo, webhookUrl } = (await readSettings()).alertChannels;
  return [...(mailTo.length > 0 ? (["mail"] as const) : []), ...(webhookUrl === null ? [] : (["webhook"] as const))];
}
