import { alphanumeric, derivedText, digits } from "./randomness.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

/** The same customer pays the same again: the payment itself for 0, further ones for 1, 2 and so on. */
export function renewalOf(payment: SimulatedPayment, number: number): SimulatedPayment {
  if (number === 0) return payment;
  const id = derivedText(payment.id, `renewal ${String(number)}`, alphanumeric, 16);
  return { ...payment, id, orderReference: `ord-${derivedText(id, "order", digits, 8)}` };
}
