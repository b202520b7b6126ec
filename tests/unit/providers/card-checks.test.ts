import { describe, expect, it } from "vitest";
import { adyenAvs, adyenCvc, praxisAvs, schemeAvs, schemeCvc, stripeAvs, stripeCvc } from "#lib/providers/card-checks";
import { cardBrand, lastFour } from "#lib/providers/payment-reading";

describe("results of address and code checks", () => {
  it.each([
    [adyenAvs("7 Both postal code and address match"), "match"],
    [adyenAvs("1 Address matches, but the postal code doesn't match"), "address_only"],
    [adyenAvs("6 Postal code matches, but the address doesn't match"), "postal_only"],
    [adyenAvs("2 Neither postal code nor address match"), "no_match"],
    [adyenAvs("5 No AVS data provided"), "not_checked"],
    [adyenAvs("4 AVS not supported for this card type"), "unavailable"],
    [adyenAvs("0 Unknown"), "unknown"],
    [adyenAvs("something new"), "unknown"],
    [adyenCvc("1 Matches"), "match"],
    [adyenCvc("6 No CVC/CVV provided"), "not_supplied"],
    [stripeAvs("pass", "pass"), "match"],
    [stripeAvs("pass", "fail"), "address_only"],
    [stripeAvs(null, "pass"), "postal_only"],
    [stripeAvs("fail", "unavailable"), "no_match"],
    [stripeAvs("unchecked", null), "not_checked"],
    [stripeCvc("fail"), "no_match"],
    [stripeCvc("unchecked"), "not_checked"],
    [schemeAvs("Y"), "match"],
    [schemeAvs("ZIP_MATCH"), "postal_only"],
    [schemeAvs("?"), "unknown"],
    [schemeCvc("M"), "match"],
    [schemeCvc("S"), "not_supplied"],
    [praxisAvs("0"), "match"],
    [praxisAvs("1"), "no_match"],
  ])("%j is %s", (check, result) => {
    expect(check?.result).toBe(result);
    expect(check?.providerCode).not.toBe("");
  });

  it("are null where the provider says nothing", () => {
    expect([adyenAvs(null), adyenCvc(null), stripeAvs(null, null), stripeCvc(null), schemeAvs(null), schemeCvc(null), praxisAvs(null)]).toEqual([null, null, null, null, null, null, null]);
  });
});

it.each([["VISA", "visa"], ["mc", "mastercard"], ["MasterCard", "mastercard"], ["visa_applepay", "visa"], ["mc_googlepay", "mastercard"], ["ideal", null], [null, null]])("the brand %s is %s", (text, brand) => expect(cardBrand(text)).toBe(brand));

it.each([["411111******1111", "1111"], ["1111", "1111"], ["xxxx", null], [null, null]])("the last four of %s are %s", (text, digits) => expect(lastFour(text)).toBe(digits));
