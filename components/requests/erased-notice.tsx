import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";

/** Says that what stood here about a person was overwritten, and when. */
export function ErasedNotice({ at }: { readonly at: string | null }) {
  if (at === null) return null;
  return (
    <Notice tone="info" title="Its customer was erased">
      <p>
        Names, addresses and the customer’s reference were overwritten on <TimeText at={at} as="exact" />. Amounts, states and references of the payment stayed.
      </p>
    </Notice>
  );
}
