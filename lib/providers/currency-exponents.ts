/** Currencies whose exponent is not 2, by exponent. Providers disagree with ISO 4217 and with each other. */
interface ExponentTable {
  readonly zero: ReadonlySet<string>;
  readonly three: ReadonlySet<string>;
  readonly four: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

function table(zero: string, three: string, four = ""): ExponentTable {
  const set = (codes: string) => (codes === "" ? none : new Set(codes.split(" ")));
  return { zero: set(zero), three: set(three), four: set(four) };
}

/** ISO 4217, list one. */
const iso = table("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", "BHD IQD JOD KWD LYD OMR TND", "CLF UYW");
/** Adyen docs, "Currency codes", and the Java library's `Util`: CLP and ISK have two digits, CVE and IDR none. */
const adyen = table("CVE DJF GNF IDR JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF", "BHD IQD JOD KWD LYD OMR TND");
/** Stripe docs, "Supported currencies": ISK and UGX have two digits on the wire. */
const stripe = table("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF", "BHD JOD KWD OMR TND");
/** Whole units by the Praxis page "Understanding amounts"; the rest of its exceptions is unpublished. */
const praxisWholeUnits: ReadonlySet<string> = new Set(["JPY", "CLP", "KRW", "VND"]);

function exponentIn({ zero, three, four }: ExponentTable, currency: string): number {
  if (zero.has(currency)) return 0;
  if (three.has(currency)) return 3;
  return four.has(currency) ? 4 : 2;
}

/** All take a code of three capital letters; an unknown one counts two digits. */
export const isoExponent = (currency: string): number => exponentIn(iso, currency);
export const adyenExponent = (currency: string): number => exponentIn(adyen, currency);
export const stripeExponent = (currency: string): number => exponentIn(stripe, currency);
export const praxisExponent = (currency: string): number => (praxisWholeUnits.has(currency) ? 0 : isoExponent(currency));

/** True where Praxis publishes no exponent and ISO's differs from two. */
export const isPraxisExponentUnconfirmed = (currency: string): boolean => !praxisWholeUnits.has(currency) && isoExponent(currency) !== 2;
