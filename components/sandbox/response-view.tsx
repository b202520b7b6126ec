import type { SandboxSession } from "#lib/sandbox/session-shape";
import { Facts } from "../ui/page-header.tsx";
import { Badge, type Tone } from "../ui/state-badge.tsx";

const tones: Readonly<Record<NonNullable<SandboxSession["response"]>["result"], Tone>> = { SUCCESS: "good", PENDING: "warn", FAILURE: "bad" };

/** What the checkout answered the shop, and what it means. */
export function ResponseView({ response }: { readonly response: SandboxSession["response"] }) {
  if (response === null) return <p className="text-soft">There is none before somebody paid.</p>;
  const { result, code, says, next } = response;
  return (
    <Facts
      rows={[
        { name: "Result", value: <Badge tone={tones[result]}>{result}</Badge> },
        { name: "Code", value: <span className="font-mono text-xs">{code}</span> },
        { name: "Means", value: says },
        { name: "What your shop does", value: next },
      ]}
    />
  );
}
