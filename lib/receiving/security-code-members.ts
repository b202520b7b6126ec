const names = new Set([
  "cvv", "cvc", "cvv2", "cvc2", "csc", "cvn", "cav2", "cvd", "securitycode", "cardsecuritycode", "cardcvv", "cardcvc", "cardcsc", "cardcvv2", "cvvcode", "cvccode", "cvvnumber", "cvcnumber",
  "cardverificationvalue", "cardverificationcode", "cardverificationnumber", "verificationvalue",
]);

/** Whether a member of this name (`card_cvc`, `card[cvc]`, `payment.card.cvv`) holds the digits that stand on the back of a card. */
export function isSecurityCode(member: string): boolean {
  // As a form writes brackets.
  const name = member.toLowerCase().replaceAll(/%5[bd]/g, "[");
  return names.has(plain(name)) || names.has(plain(name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("[")) + 1)));
}

function plain(name: string): string {
  return name.replaceAll(/[^a-z0-9]/g, "");
}
