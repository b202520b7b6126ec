const units = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** `45 ms`, `1.2 s`, `2 min`. */
export function formatMs(ms: number): string {
  if (ms < 1) return ms === 0 ? "0 ms" : "<1 ms";
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatSeconds(Math.round(ms / 1000));
}

/** `5 s`, `10 min`, `1 h 30 min`: the largest units that hold something, as many as are wanted. */
export function formatSeconds(seconds: number, mostUnits = 2): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const unit of units) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) parts.push(`${String(count)} ${unit.name}`);
  }
  return parts.length === 0 ? "0 s" : parts.slice(0, mostUnits).join(" ");
}

const secondsOf: ReadonlyMap<string, number> = new Map([["", 1], ["s", 1], ["sec", 1], ["m", 60], ["min", 60], ["h", 3_600], ["d", 86_400]]);

/** Seconds of `5 s, 2 min, 1 h 30 min`; `null` where a part is no duration. Nothing at all is an empty list. */
export function parseDurations(text: string): readonly number[] | null {
  const parts = text.split(/[,;\n]/).map((part) => part.trim()).filter((part) => part !== "");
  const seconds = parts.map(durationOf);
  return seconds.every((value) => value !== null) ? seconds : null;
}

function durationOf(text: string): number | null {
  if (!/^(?:\d{1,6}\s*[a-z]*\s*)+$/i.test(text)) return null;
  let sum = 0;
  for (const [, count = "", unit = ""] of text.matchAll(/(\d+)\s*([a-z]*)/gi)) {
    const seconds = secondsOf.get(unit.toLowerCase());
    if (seconds === undefined) return null;
    sum += Number(count) * seconds;
  }
  return sum;
}
