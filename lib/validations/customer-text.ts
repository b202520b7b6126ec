/** An address may be written with this full stop too; sentences of scripts without blanks end with it. */
const wideStop = /(?<=[a-z0-9-])\u3002(?=[a-z])/gi;
/** A scheme, `www.`, or two words with a full stop and no blank between them, of which the second could end a name. */
const address = /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.|(?:mailto|tel|javascript|data):)|[\p{L}\p{N}-]\.(?:xn--|\p{L}{2})/iu;

/** What keeps a text from being said to a customer, `null` for plain words. The provider shows it as it is. */
export function customerTextProblem(text: string): string | null {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(text)) return "has control characters, invisible marks or line breaks: write one line of plain text";
  const plain = text.normalize("NFKC").replaceAll(wideStop, ".");
  if (/[{}<>]/.test(plain)) return "has braces or angle brackets: write plain words";
  if (address.test(plain)) return "has what reads as an address: customers must not be sent anywhere from here. Put a blank behind every full stop";
  return null;
}
