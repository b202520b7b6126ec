import { CircleCheck, CircleX } from "lucide-react";
import type { Explanation } from "#lib/events/request-shape";
import { CodeBlock } from "../ui/code-block.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Notice } from "../ui/notice.tsx";
import { Facts } from "../ui/page-header.tsx";
import { Badge, StateBadge } from "../ui/state-badge.tsx";

/** Why verification failed: what happened, why, what to do; then the usual mistake that fits, and the evidence. */
export function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const { what, why, next, mistake, formula, given, signedPreview, signedBytes, keysTried } = explanation;
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="bad" title={what}>
        <p>{why}</p>
        <p>{next}</p>
      </Notice>
      {mistake === null ? null : (
        <Notice tone="info" title={`Most likely: ${mistake.sentence}`}>
          <p>{mistake.next}</p>
        </Notice>
      )}
      <Facts
        rows={[
          ...(formula === null ? [] : [{ name: "How it is signed", value: <span className="font-mono text-xs break-all">{formula}</span> }]),
          { name: given.length === 1 ? "Signature given" : "Signatures given", value: given.length === 0 ? "None" : <ul>{given.map((signature, at) => <li key={`${String(at)}${signature}`} className="font-mono text-xs break-all">{signature}</li>)}</ul> },
          ...(signedBytes === null ? [] : [{ name: "What was hashed", value: `${String(signedBytes)} bytes` }]),
        ]}
      />
      {signedPreview === null ? null : <CodeBlock text={signedPreview} what="hashed text" label="The text that was hashed" wrap />}
      <KeysTried keys={keysTried} />
    </div>
  );
}

function KeysTried({ keys }: { readonly keys: Explanation["keysTried"] }) {
  if (keys.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Keys tried</h3>
      <DataTable
        label="Keys tried"
        rows={keys}
        rowKey={(key) => key.keyId}
        columns={[
          { key: "matched", header: "Result", track: "max-content", onPhone: "bare", cell: (key) => (key.matched ? <Badge tone="good" icon={CircleCheck}>Fits</Badge> : <Badge icon={CircleX}>Does not fit</Badge>) },
          { key: "label", header: "Key", track: "minmax(8rem,1fr)", onPhone: "title", cell: (key) => key.label ?? "Hidden from your role" },
          { key: "fingerprint", header: "Fingerprint", track: "max-content", cell: (key) => <span className="font-mono text-xs">{key.fingerprint ?? "–"}</span> },
          { key: "status", header: "Status", track: "max-content", onPhone: "bare", cell: (key) => <StateBadge state={key.status} /> },
        ]}
      />
    </div>
  );
}
