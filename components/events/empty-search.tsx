import { TextSearch } from "lucide-react";
import { EmptyState } from "../ui/empty-state.tsx";
import { TextLink } from "../ui/text-link.tsx";

/** What the search in payloads is for, before anything was asked. */
export function EmptySearch({ canUnmask }: { readonly canUnmask: boolean }) {
  return (
    <EmptyState icon={TextSearch} title="Look for any text that a provider sent">
      <p>
        Type three characters or more, exactly as they stand in the message, capitals included: a voucher code, a decline reason, a part of a description. The last seven days are looked through unless you choose a range of up to 31 days.
        {canUnmask ? "" : " Personal fields are not searched."}
      </p>
      <p>
        Messages are read one after the other, which takes longer than a search by reference. Order numbers, payment and operation ids are found at once among the <TextLink href="/events">events</TextLink> and the <TextLink href="/transactions">transactions</TextLink>.
      </p>
    </EmptyState>
  );
}
