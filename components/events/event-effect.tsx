import type { TransactionDetail } from "#lib/transactions/transaction-shape";
import { lowerFirst, statusWords, whyFieldWords } from "../transactions/transaction-words.ts";
import { TransactionBadges } from "../transactions/transaction-badges.tsx";
import { Money } from "../ui/money.tsx";
import { TextLink } from "../ui/text-link.tsx";

/** What an event did to its payment: which of its fields are as they are because of it. */
export function EventEffect({ eventId, transaction }: { readonly eventId: string; readonly transaction: TransactionDetail }) {
  return (
    <div className="flex flex-col gap-2 rounded-md border p-3">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TextLink href={`/transactions/${transaction.id}`}>
          <span className="font-medium">{transaction.amount === null ? "Its transaction" : <Money {...transaction.amount} />}</span>
        </TextLink>
        <TransactionBadges transaction={transaction} />
      </span>
      <p className="text-soft">{effectWords(eventId, transaction)}</p>
    </div>
  );
}

function effectWords(eventId: string, { why, foldedStatus }: TransactionDetail): string {
  const fields = why.filter((line) => line.eventId === eventId).map(({ field }) => field);
  const others = fields.filter((field) => field !== "status").map((field) => lowerFirst(whyFieldWords[field]));
  const parts = [...(fields.includes("status") ? [`its status, ${lowerFirst(statusWords[foldedStatus])}`] : []), ...others];
  const last = parts.at(-1);
  if (last === undefined) return "It is a part of this payment; what the payment shows now comes from other events.";
  return `The payment has from it: ${parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`}.`;
}
