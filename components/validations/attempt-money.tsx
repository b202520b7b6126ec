import type { Validation } from "#lib/validations/validation-shape";
import { memberOf, textMember } from "../api-call.ts";
import { Money } from "../ui/money.tsx";

/** The amount of an attempt as it was recorded; a dash where it says none. */
export function AttemptMoney({ input }: { readonly input: Validation["input"] }) {
  const amount = input["amount"];
  const [minor, currency, exponent] = [memberOf(amount, "amountMinor"), textMember(amount, "currency"), memberOf(amount, "exponent")];
  if ((typeof minor !== "number" && typeof minor !== "string" && typeof minor !== "bigint") || currency === null || typeof exponent !== "number") return <span>–</span>;
  return <Money amountMinor={String(minor)} currency={currency} exponent={exponent} />;
}

/** A text that an attempt says; `null` where it does not. */
export function textOf(input: Validation["input"], name: string): string | null {
  return textMember(input, name);
}
