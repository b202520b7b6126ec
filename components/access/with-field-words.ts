import type { ApiResult } from "../api-call.ts";

/** For a dialog that has one place for what is wrong: the fields' own words say more than the sentence over them. */
export function withFieldWords(result: ApiResult): ApiResult {
  return result.ok || result.errors.length === 0 ? result : { ...result, detail: result.errors.map(({ message }) => message).join(" ") };
}
