import { describe, expect, test } from "vitest";
import { providerIds } from "#lib/providers/provider";
import { providerById } from "#lib/providers/registry";
import { keyFormatFor } from "../../../components/sources/key-format-cases.ts";
import { providerForm } from "../../../components/sources/provider-form.ts";
import { chosenSettings, initialTexts, settingsFormModel, settingsOf } from "../../../components/sources/settings-form-model.ts";

const samples: Record<string, Record<string, string>> = {
  adyen: { merchantAccounts: "ShopEU\nShopUS", captureMode: "manual" },
  praxis: { merchantId: "API-Shop", applicationKey: "Sample site" },
  prahsys: { scheme: "svix" },
  gateway: { header: "X-Sign", amountUnit: "major", toleranceSeconds: "60" },
  stripe: {},
  "standard-webhooks": {},
};

describe("the form of a provider's settings", () => {
  test.each(providerIds)("of %s makes settings that its adapter takes", (id) => {
    const model = settingsFormModel(providerForm(providerById(id)).schema);
    const [variant] = model.variants;
    const settings = settingsOf(model, variant, { ...initialTexts(variant), ...samples[id] });
    expect(providerById(id).settings.safeParse(settings).error?.issues).toBeUndefined();
  });

  test.each(providerIds)("of %s gives every field a title and a description", (id) => {
    for (const variant of settingsFormModel(providerForm(providerById(id)).schema).variants) {
      for (const field of variant.fields) expect({ ...field, titled: field.title !== field.name, described: field.description !== null }).toMatchObject({ titled: true, described: true });
    }
  });

  test("reads lists by line, numbers as numbers, and leaves out what is empty", () => {
    const model = settingsFormModel(providerForm(providerById("adyen")).schema);
    expect(settingsOf(model, model.variants[0], { merchantAccounts: "One\n Two ,Three\n" })).toEqual({ scheme: "standard", merchantAccounts: ["One", "Two", "Three"] });
  });

  test("sends a number that is none as text, so that the API names the field", () => {
    const model = settingsFormModel(providerForm(providerById("stripe")).schema);
    expect(settingsOf(model, model.variants[0], { toleranceSeconds: "soon" })).toEqual({ toleranceSeconds: "soon" });
  });

  test("knows what a key looks like before all is filled in, where it does not depend on it", () => {
    const cases = (id: "adyen" | "prahsys") => providerForm(providerById(id)).keyFormats;
    expect(keyFormatFor(cases("adyen"), { scheme: "standard" })?.description).toMatch(/64 hexadecimal digits/);
    expect(keyFormatFor(cases("prahsys"), {})).toBeNull();
    expect(keyFormatFor(cases("prahsys"), { scheme: "svix" })?.description).toMatch(/whsec_/);
  });

  test("tells settings that were chosen from those that the schema gives", () => {
    const { schema } = providerForm(providerById("gateway"));
    const model = settingsFormModel(schema);
    const full = { ...settingsOf(model, model.variants[0], initialTexts(model.variants[0])), prefix: "sha256=" };
    expect(chosenSettings(schema, full)).toEqual({ prefix: "sha256=" });
  });
});
