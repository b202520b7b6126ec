import { describe, expect, it } from "vitest";
import { providerIds } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";
import { describeProvider } from "#lib/sources/list-providers";
import { providerShape } from "#lib/sources/provider-shape";
import { sampleOfSchema, schemesOf } from "#lib/sources/sample-settings";

describe("the description of a provider", () => {
  it.each(providerIds)("of %s has settings, key format and steps", (id) => {
    const described = providerShape.parse(describeProvider(providers[id]));
    expect(described.settings).toMatchObject({});
    expect(described.keyFormat.description).not.toBe("");
    expect(described.setup.length).toBeGreaterThan(0);
  });

  it.each(providerIds)("of %s takes the sample of each of its schemes", (id) => {
    const { settings } = describeProvider(providers[id]);
    for (const scheme of schemesOf(settings)) expect(providers[id].settings.safeParse(sampleOfSchema(settings, scheme)).success).toBe(true);
  });

  it("tells schemes apart", () => {
    const { variants } = describeProvider(providers.prahsys);
    expect(variants.map(({ scheme, keyFormat }) => [scheme, keyFormat.merchantChooses])).toEqual([
      ["protocol", true],
      ["svix", false],
    ]);
    expect(describeProvider(providers.adyen).variants.map(({ scheme }) => scheme)).toEqual(["standard", "platform"]);
    expect(describeProvider(providers.stripe).variants.map(({ scheme }) => scheme)).toEqual([null]);
  });
});
