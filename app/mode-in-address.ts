import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { parseModeChoice, preferenceCookies } from "../components/ui/preferences.ts";
import { firstValue, hrefWith, type SearchParams } from "./search-params.ts";

/** The mode that a page's address names. A remembered one is put into the address first, so that the address alone is the view. */
export async function modeInAddress(path: string, params: SearchParams, given: Readonly<Record<string, string>>): Promise<string | undefined> {
  const mode = firstValue(params, "mode");
  if (mode !== undefined) return mode;
  const remembered = parseModeChoice((await cookies()).get(preferenceCookies.mode)?.value);
  if (remembered !== "all") redirect(hrefWith(path, { ...given, mode: remembered }));
  return undefined;
}
