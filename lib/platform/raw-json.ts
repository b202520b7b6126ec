/**
 * A piece of JSON whose text goes out as it came in: numbers of any size keep every digit, members their order
 * and their repeats. The writer of answers embeds it; whoever shows it reads `text`.
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
 * JSON text as `JSON.stringify` writes it, save that a bigint becomes a number with all its digits, a `Date` an RFC 3339
 * time in UTC, and `RawJson` its own text. Members that are `undefined` are left out.
 */
export function writeJson(value: unknown): string {
  if (value === null || value === undefined) return "null";
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? JSON.stringify(value) : "null";
    case "object":
      return writeObject(value);
    default:
      throw new Error(`an answer cannot hold a ${typeof value}`);
  }
}

function writeObject(value: object): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`;
  const members = Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [`${JSON.stringify(name)}:${writeJson(member)}`]));
  return `{${members.join(",")}}`;
}
