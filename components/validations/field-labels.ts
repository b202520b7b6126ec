import type { ConditionField } from "#lib/validations/rule-set-shape";

/** What people choose from; sentences say the same with an article. */
export const fieldLabels: Readonly<Record<ConditionField, string>> = {
  amount: "Amount (minor units)",
  hour: "Hour of the day",
  currency: "Currency",
  country: "Customer’s country",
  paymentMethod: "Payment method",
  cardBrand: "Card brand",
  bin: "First six digits",
  lastFour: "Last four digits",
  card: "Card",
  customer: "Customer token",
  emailDomain: "Email domain",
  avsAlert: "AVS alert",
  verificationAlert: "Verification alert",
  intent: "Session intent",
  variable1: "Variable 1",
  variable2: "Variable 2",
  variable3: "Variable 3",
};

/** How a value of each looks. */
export const valueHints: Readonly<Record<ConditionField, string>> = {
  amount: "10000",
  hour: "22",
  currency: "EUR",
  country: "NL",
  paymentMethod: "credit card",
  cardBrand: "visa",
  bin: "411111",
  lastFour: "1111",
  card: "",
  customer: "87cfb23a8f1e68e1…",
  emailDomain: "example.com",
  avsAlert: "1",
  verificationAlert: "1",
  intent: "payment",
  variable1: "vip",
  variable2: "",
  variable3: "",
};
