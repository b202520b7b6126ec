import type { ProviderId } from "#lib/providers/provider";
import { wholeOf } from "./simulated-operation.ts";
import type { Story } from "./story.ts";
import { hourSeconds } from "./tale.ts";

const prahsysFamilies = ["contact", "conversation", "message", "group", "attachment"] as const;
const verbs = ["created", "updated", "deleted"] as const;

/** Stories about no payment: what providers tell of contacts, conversations and accounts. */
export function familyStories(provider: ProviderId, settings: Readonly<Record<string, unknown>>): readonly Story[] {
  if (provider === "prahsys" && settings["scheme"] === "protocol") {
    return prahsysFamilies.map((noun) => familyStory(provider, noun, `A ${noun} is made, changed and deleted`, verbs.map((verb) => `${noun}.${verb}`)));
  }
  if (provider !== "adyen" || settings["scheme"] !== "platform") return [];
  return [
    familyStory(provider, "transfer", "Money moves between balances", ["balancePlatform.transfer.created", "balancePlatform.transfer.updated"]),
    familyStory(provider, "account-holder", "An account holder is changed", ["balancePlatform.accountHolder.updated"]),
    familyStory(provider, "token", "A card is kept for later", ["recurring.token.created"]),
  ];
}

function familyStory(provider: ProviderId, id: string, title: string, types: readonly string[]): Story {
  return {
    id,
    title,
    provider,
    course: (payment) => ({ steps: types.map((type, index) => ({ afterSeconds: index === 0 ? 0 : hourSeconds, type, payment, operation: wholeOf(payment) })), ends: [] }),
  };
}
