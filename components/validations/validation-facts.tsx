import type { Validation } from "#lib/validations/validation-shape";
import { formatMs } from "../ui/duration-format.ts";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { AttemptMoney } from "./attempt-money.tsx";

/** When, of what, and what it belongs to. */
export function ValidationFacts({ validation: { id, sourceId, requestId, transactionId, at, durationMs, input, handOver }, sourceName }: { readonly validation: Validation; readonly sourceName: string }) {
  return (
    <Facts
      rows={[
        { name: "Asked", value: <TimeText at={at} as="both" /> },
        { name: "Amount", value: <AttemptMoney input={input} /> },
        { name: "Source", value: <TextLink href={`/sources/${sourceId}`}>{sourceName}</TextLink> },
        { name: "Request", value: <ShortId id={requestId} href={`/requests/${requestId}`} what="id of the request" whole /> },
        { name: "Transaction", value: transactionId === null ? <span className="text-soft">None yet: it joins when a notification of the same order arrives.</span> : <ShortId id={transactionId} href={`/transactions/${transactionId}`} what="id of the transaction" whole /> },
        { name: "Answered after", value: handOver === null ? formatMs(durationMs) : `${formatMs(durationMs)}, ${formatMs(handOver.durationMs)} of it by your own URL` },
        { name: "Id", value: <ShortId id={id} whole /> },
      ]}
    />
  );
}
