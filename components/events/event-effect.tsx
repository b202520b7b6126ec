import type { TransactionDetail } from "#lib/transactions/transaction-shape";
import { TransactionBadges } from "../transactions/transaction-badges.tsx";
import { Money } from "../ui/money.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { effectWords } from "./event-words.ts";

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
