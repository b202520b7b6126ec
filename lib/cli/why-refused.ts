/** Where to look for the reason of a refusal: what no source took stands on no source's page. */
export function whyRefused(statuses: readonly (number | null)[]): string {
  return statuses.every((status) => status === 404) ? "no source has this URL; copy it from the source's page" : "the source's page says why";
}
