const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}:?\d{2})?)?$/;
const lastSecond = 253_402_300_799;

/** RFC 3339 and its usual looser forms; without an offset the time counts as UTC. `null` for what is no time. */
export function timeFromIso(text: string | null): Date | null {
  const match = text === null ? null : iso.exec(text);
  if (match === null) return null;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "0", zone = "Z"] = match;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
  return isUsable(date) ? date : null;
}

/** Unix seconds as digits, with an optional fraction. */
export function timeFromUnix(text: string | null): Date | null {
  if (text === null || !/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return null;
  const date = new Date(Math.floor(Number(text) * 1000));
  return isUsable(date) ? date : null;
}

export function timeFromEither(text: string | null): Date | null {
  return timeFromUnix(text) ?? timeFromIso(text);
}

/** Years 1970 to 9999: outside, databases and formats disagree. */
function isUsable(date: Date): boolean {
  const seconds = date.getTime() / 1000;
  return seconds >= 0 && seconds <= lastSecond;
}
