import type { Transaction } from "#lib/transactions/transaction-shape";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { kindWords } from "./transaction-words.ts";

export function TransactionFacts({ transaction, sourceName, providerName }: { readonly transaction: Transaction; /** `null` where the source was deleted since. */ readonly sourceName: string | null; readonly providerName: string }) {
  return (
    <Facts
      narrow
      rows={[
        { name: "Id", value: <ShortId id={transaction.id} /> },
        { name: "Kind", value: kindWords[transaction.kind] },
        { name: "Source", value: sourceName === null ? "Deleted since" : <TextLink href={`/sources/${transaction.sourceId}`}>{sourceName}</TextLink> },
        { name: "Provider", value: providerName },
        { name: "First message", value: <TimeText at={transaction.createdAt} as="exact" /> },
        { name: "Last change", value: <TimeText at={transaction.updatedAt} as="exact" /> },
      ]}
    />
  );
}
