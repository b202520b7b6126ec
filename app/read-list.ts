import { Problem } from "#lib/platform/problem";
import type { z } from "zod";
import { modeInAddress } from "./mode-in-address.ts";
import { hrefWith, pick, type SearchParams } from "./search-params.ts";

export type ListReading<Row> =
  | { readonly ok: true; readonly data: readonly Row[]; readonly nextHref: string | null; readonly firstHref: string | null; readonly filtered: boolean }
  | { readonly ok: false; /** What is wrong with the address, in words. */ readonly detail: string };

interface ListRequest<Query, Row> {
  readonly path: string;
  readonly params: SearchParams;
  /** Filters besides `mode` and `cursor`. */
  readonly filters: readonly string[];
  readonly schema: z.ZodType<Query>;
  readonly read: (query: Query) => Promise<{ readonly data: readonly Row[]; readonly nextCursor: string | null }>;
  /** False where what is listed is neither test nor live. */
  readonly byMode?: boolean;
}

/**
 * The page of a list that its address asks for. A remembered test or live mode is put into the address first,
 * so that the address alone is the view. A filter that cannot be understood comes back in words.
 */
export async function readList<Query, Row>({ path, params, filters, schema, read, byMode = true }: ListRequest<Query, Row>): Promise<ListReading<Row>> {
  const names = [...filters, "cursor"];
  const given = pick(params, names);
  const mode = byMode ? await modeInAddress(path, params, given) : undefined;
  const query = { ...given, ...(mode === undefined || mode === "all" ? {} : { mode }) };
  const parsed = schema.safeParse(query);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, detail: `The filter “${issue?.path.join(".") ?? "?"}” in this address cannot be used: ${issue?.message ?? "it is not valid"}.` };
  }
  try {
    const page = await read(parsed.data);
    const at = { ...given, mode: mode ?? null };
    return {
      ok: true,
      data: page.data,
      nextHref: page.nextCursor === null ? null : hrefWith(path, { ...at, cursor: page.nextCursor }),
      firstHref: given["cursor"] === undefined ? null : hrefWith(path, { ...at, cursor: null }),
      filtered: Object.keys(query).length > 0,
    };
  } catch (error) {
    if (error instanceof Problem && error.kind === "bad_input") return { ok: false, detail: error.message };
    throw error;
  }
}
