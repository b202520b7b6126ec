import type { ProviderId } from "#lib/providers/provider";

/** What happens once a transaction is closed by hand: for our pages, and for the provider that goes on sending. */
export function closingConsequences(provider: ProviderId, providerName: string): readonly string[] {
  return [
    "From then on its status is the one chosen here, whatever still arrives. It can be reopened.",
    "Messages that come later are kept, and raise an anomaly instead of changing the status.",
    provider === "praxis"
      ? "Praxis is told so: each later message is answered with status 1, “Transaction already updated manually at the website to final status”."
      : `${providerName} is told nothing: it gets the same answer as before, and no money moves.`,
  ];
}
