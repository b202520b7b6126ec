import { expect, it } from "vitest";
import { presentChanges } from "#lib/transactions/present-changes";

it("what a rebuild changes is shown without a customer's name and e-mail address", () => {
  const customer = { reference: "c_1", name: "Anna Smith", email: "anna@example.com", country: "DE" };
  expect(presentChanges([{ field: "customer", before: { ...customer, name: null }, after: customer }, { field: "foldedStatus", before: null, after: "captured" }])).toEqual([
    { field: "customer", before: { reference: "c_1", name: null, email: "***", country: "DE" }, after: { reference: "c_1", name: "***", email: "***", country: "DE" } },
    { field: "foldedStatus", before: null, after: "captured" },
  ]);
  expect(presentChanges([{ field: "customer", before: null, after: customer }])[0]?.before).toBeNull();
});
