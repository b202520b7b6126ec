import type { ProviderId } from "#lib/providers/provider";
import { z } from "zod";

const praxisAnswer = z.object({ status: z.int(), description: z.string() });

/** Whether a provider would be satisfied with an answer to a notification. */
export function isTaken(provider: ProviderId, status: number | null, body: string): boolean {
  if (status === null || status < 200 || status > 299) return false;
  if (provider !== "praxis") return true;
  const answer = readPraxis(body);
  return answer !== null && answer.status >= 0;
}

/** What Praxis does after its validation: goes on with status 0 alone, and shows the description to the customer. */
export function readValidation(status: number | null, body: string): { readonly goesOn: boolean; readonly description: string } {
  const answer = status === 200 ? readPraxis(body) : null;
  return { goesOn: answer?.status === 0, description: answer?.description ?? "" };
}

function readPraxis(body: string): z.infer<typeof praxisAnswer> | null {
  try {
    return praxisAnswer.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null; // No JSON: Praxis does not read on either.
  }
}
