import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "./usage-error.ts";

/** Where a listener stands: the last frame, and the events of the last seconds, which a resumed stream tells twice. */
export interface Place {
  /** The first frame that was ever heard: a resumed stream also tells some of what was before it. */
  readonly firstId: string | null;
  readonly lastId: string | null;
  readonly forwarded: readonly string[];
}

const placeText = z.object({ firstId: z.string().nullable(), lastId: z.string().nullable(), forwarded: z.array(z.string()) });
const mostForwarded = 2_000;

export function readPlace(file: string): Place {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { firstId: null, lastId: null, forwarded: [] };
    throw new UsageError(`${file} cannot be read: name another file with --place.`);
  }
  const parsed = placeText.safeParse(safeJson(text));
  if (!parsed.success) throw new UsageError(`${file} is not what listen wrote: remove it to start from now, or name another file with --place.`);
  return parsed.data;
}

/** Replaced whole: a listener that is killed keeps the place of before. */
export function writePlace(file: string, { firstId, lastId, forwarded }: Place): void {
  writeFileSync(`${file}.new`, JSON.stringify({ firstId, lastId, forwarded: forwarded.slice(-mostForwarded) }));
  renameSync(`${file}.new`, file);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
