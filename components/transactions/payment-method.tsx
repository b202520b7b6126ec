import type { Transaction } from "#lib/transactions/transaction-shape";
import { methodWords } from "./transaction-words.ts";

/** How was paid: `Visa •••• 4242`. */
export function PaymentMethodText({ method }: { readonly method: Transaction["method"] }) {
  const words = methodWords(method);
  if (words === null && method.last4 === null) return <span className="text-soft">Not told</span>;
  return (
    <span className="whitespace-nowrap">
      {words ?? "Card"}
      {method.last4 === null ? null : (
        <>
          <span aria-hidden className="text-soft">
            {" •••• "}
          </span>
          <span className="sr-only"> ending in </span>
          <span className="tabular">{method.last4}</span>
        </>
      )}
    </span>
  );
}
