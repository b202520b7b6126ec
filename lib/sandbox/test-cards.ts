/** What a card does to a payment. */
export const cardOutcomes = ["approved", "declined", "insufficient_funds", "challenge"] as const;
export type CardOutcome = (typeof cardOutcomes)[number];

export interface TestCard {
  readonly id: CardOutcome;
  readonly title: string;
  /** As it is printed; a number that belongs to nobody. */
  readonly number: string;
  readonly says: string;
  readonly brand: "visa" | "mc";
}

/** The cards of the sandbox. Only these are taken, by their ids: nobody can type a real one. */
export const testCards: readonly TestCard[] = [
  { id: "approved", title: "Approved", number: "4111 1111 1111 1111", says: "The bank agrees at once.", brand: "visa" },
  { id: "challenge", title: "3-D Secure", number: "5555 5555 5555 4444", says: "The bank wants to see the customer first; you choose how that ends.", brand: "mc" },
  { id: "declined", title: "Declined", number: "4000 0000 0000 0002", says: "The bank refuses and gives no reason.", brand: "visa" },
  { id: "insufficient_funds", title: "Insufficient funds", number: "4000 0000 0000 9995", says: "The account does not hold enough.", brand: "visa" },
];

/** What messages tell of a card: never its whole number. */
export function cardDetails(id: CardOutcome): { readonly brand: string; readonly first6: string; readonly last4: string } {
  const { brand, number } = testCards.find((card) => card.id === id) ?? { brand: "visa", number: "4111 1111 1111 1111" };
  const digits = number.replaceAll(" ", "");
  return { brand, first6: digits.slice(0, 6), last4: digits.slice(-4) };
}
