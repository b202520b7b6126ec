/**
 * A piece of JSON whose text goes out as it came in: numbers of any size keep every digit, members their order
 * and their repeats. `writeJson` embeds it; whoever shows it reads `text`.
 */
export class RawJson {
  /** Valid JSON; the maker checked it. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For writers that do not know this class: right in shape, numbers as exact as JavaScript's. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/**
 * `JSON.stringify` for answers: bigint amounts become JSON numbers of any size, `RawJson` keeps its own text.
 * Depth is bounded by our own shapes, since what came from outside is inside a `RawJson`.
 */
export function writeJson(value: unknown): string {
  return write(value) ?? "null";
}

/** `undefined` for what JSON leaves out. */
function write(value: unknown): string | undefined {
  if (value instanceof RawJson) return value.text;
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? "null").join(",")}]`;
  if (hasToJson(value)) return write(value.toJSON());
  const members = Object.entries(value).flatMap(([name, member]) => {
    const text = write(member);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}

function hasToJson(value: object): value is { toJSON: () => unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
