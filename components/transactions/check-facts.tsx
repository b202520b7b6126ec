import { CircleAlert, CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { AvsResult, CheckResult, CvcResult } from "#lib/providers/card-checks";
import { Facts } from "../ui/page-header.tsx";
import { avsWords, cvcWords } from "./check-words.ts";

const looks = {
  good: { icon: CircleCheck, ink: "text-good" },
  warn: { icon: CircleAlert, ink: "text-warn" },
  bad: { icon: CircleX, ink: "text-bad" },
  neutral: { icon: CircleMinus, ink: "text-soft" },
} as const;

/** What the bank said of address and security code, in words and in the provider's own code. */
export function CheckFacts({ avs, cvc }: { readonly avs: CheckResult<AvsResult> | null; readonly cvc: CheckResult<CvcResult> | null }) {
  if (avs === null && cvc === null) return <p className="text-soft">No message tells of a check of the address or the security code.</p>;
  return (
    <Facts
      narrow
      rows={[
        ...(avs === null ? [] : [{ name: "Address", value: <Check {...avsWords[avs.result]} code={avs.providerCode} /> }]),
        ...(cvc === null ? [] : [{ name: "Security code", value: <Check {...cvcWords[cvc.result]} code={cvc.providerCode} /> }]),
      ]}
    />
  );
}

function Check({ tone, text, code }: { readonly tone: keyof typeof looks; readonly text: string; readonly code: string }) {
  const { icon: Icon, ink } = looks[tone];
  return (
    <span className="flex items-start gap-1.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <span className="min-w-0">
        {text}. <span className="mono break-words text-soft">{code}</span>
      </span>
    </span>
  );
}
