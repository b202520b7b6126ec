const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formatters.set(timeZone, made);
  return made;
}

function partsOf(ms: number, timeZone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = formatterFor(timeZone).formatToParts(ms);
  return (type) => parts.find((part) => part.type === type)?.value ?? "";
}

/** `20 Nov 2026, 14:03:09 UTC`. */
export function formatExact(ms: number, timeZone: string): string {
  const part = partsOf(ms, timeZone);
  return `${part("day")} ${part("month")} ${part("year")}, ${part("hour")}:${part("minute")}:${part("second")} ${part("timeZoneName")}`;
}

const longMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `3 March`, or `3 March 2025` in another year than now: for sentences. */
export function formatDay(ms: number, nowMs: number, timeZone: string): string {
  const part = partsOf(ms, timeZone);
  const month = longMonths.find((name) => name.startsWith(part("month").slice(0, 3))) ?? part("month");
  const year = partsOf(nowMs, timeZone)("year") === part("year") ? "" : ` ${part("year")}`;
  return `${part("day")} ${month}${year}`;
}

/** `just now`, `3 min ago`, `5 h ago`, `in 2 days`; older than a week the day itself, `3 Mar` or `3 Mar 2025`. */
export function formatRelative(ms: number, nowMs: number, timeZone: string): string {
  const seconds = Math.round((nowMs - ms) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return "just now";
  const words = size < 60 ? `${String(size)} s` : size < 3600 ? `${String(Math.floor(size / 60))} min` : size < 86_400 ? `${String(Math.floor(size / 3600))} h` : days(Math.floor(size / 86_400));
  if (size < 7 * 86_400) return seconds > 0 ? `${words} ago` : `in ${words}`;
  const part = partsOf(ms, timeZone);
  const year = partsOf(nowMs, timeZone)("year") === part("year") ? "" : ` ${part("year")}`;
  return `${part("day")} ${part("month")}${year}`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${String(count)} days`;
}
