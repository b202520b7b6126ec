import { cookies } from "next/headers";
import { cache } from "react";
import { parsePreferences, type Preferences } from "../components/ui/preferences.ts";

/** The preferences in this request's cookies. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  return parsePreferences((name) => jar.get(name)?.value);
});
