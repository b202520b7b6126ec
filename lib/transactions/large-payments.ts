import type { FoldedGroup } from "./fold-gathered.ts";
import { nameKey } from "./gather-messages.ts";
import type { Message } from "./read-message.ts";

/** Folding a payment costs a tenth of a millisecond for each of its messages: from here on it is more than a whole set of others. */
const manyMessages = 500;
const mostRemembered = 1_000;

/** Payments that were found to be large, so that what else came with their messages need not wait for them. */
export class LargePayments {
  private readonly names = new Set<string>();

  note(groups: readonly FoldedGroup[]): void {
    for (const { sourceId, reference, messages } of groups) {
      if (messages.length <= manyMessages) continue;
      if (this.names.size >= mostRemembered) this.names.clear();
      this.names.add(nameKey({ sourceId, reference }));
    }
  }

  /** Messages of all other payments, then those of the large ones; each part may be empty. */
  othersFirst(messages: readonly Message[]): readonly [readonly Message[], readonly Message[]] {
    if (this.names.size === 0) return [messages, []];
    const isLarge = ({ row: { sourceId }, place: { reference } }: Message): boolean => reference !== null && this.names.has(nameKey({ sourceId, reference }));
    return [messages.filter((message) => !isLarge(message)), messages.filter(isLarge)];
  }
}
