import type { z } from "zod";
import { looksLikeSecret } from "#lib/audit/refuse-secrets";
import { eventsQuery, requestsQuery } from "#lib/events/list-queries";
import { cardInFilter, membersWithCard } from "#lib/platform/mask-card-text";
import { type FieldError, Problem } from "#lib/platform/problem";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { fieldErrors } from "#lib/access/parse-input";
import type { ViewList } from "./view-shape.ts";

/** What each list takes, save where a page of it begins and how long it is. */
const filtersOf: Readonly<Record<ViewList, z.ZodType>> = {
  transactions: transactionsQuery.omit({ cursor: true, limit: true }),
  events: eventsQuery.omit({ cursor: true, limit: true }),
  requests: requestsQuery.omit({ cursor: true, limit: true }),
};

/** The query string in the one form that is kept. Throws `Problem("bad_input")` that names each member which the list does not take. */
export function viewQuery(list: ViewList, text: string): string {
  const params = new URLSearchParams(text);
  const names = [...new Set(params.keys())];
  const members = Object.fromEntries(names.map((name) => [name, params.getAll(name).length > 1 ? params.getAll(name) : params.get(name)]));
  const result = filtersOf[list].safeParse(members);
  if (!result.success) throw refused(list, fieldErrors(result.error.issues).map(({ path, message }) => ({ path: `query.${path}`, message })));
  if (looksLikeSecret(params.toString())) throw refused(list, [{ path: "query", message: "looks like a secret; a view is kept and may be shown to others" }]);
  const cards = membersWithCard(members);
  if (cards.length > 0) throw refused(list, cards.map((name) => ({ path: `query.${name}`, message: cardInFilter })));
  params.sort();
  return params.toString();
}

function refused(list: ViewList, errors: readonly FieldError[]): Problem {
  return new Problem("bad_input", `The query is not one that the list of ${list} takes. Open the list, set its filters, and save what its address holds behind the question mark, without cursor and limit.`, { errors });
}
