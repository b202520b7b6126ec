import { readSettings } from "#lib/settings/read-settings";

const hourMs = 60 * 60 * 1000;
/** A browser session ends after this, however busy it was, while the settings say nothing else. */
export const sessionAbsoluteMs = 12 * hourMs;
/** The longest that the settings can say: no cookie need live longer, and our table ends the session before. */
export const longestSessionMs = 168 * hourMs;
/** And after this without a request. */
export const sessionIdleMs = 2 * 60 * 60 * 1000;
/** How much later than true the time of the last request may be kept, so that reading a page rarely writes. */
export const lastSeenGrainMs = 60 * 1000;

/** When a session that is opened now ends, by the settings. */
export async function sessionEnd(nowMs: number): Promise<Date> {
  const { sessionHours } = await readSettings();
  return new Date(nowMs + sessionHours * hourMs);
}
