import type { Source } from "#lib/sources/source-shape";
import { CodeBlock } from "../ui/code-block.tsx";
import { Facts } from "../ui/page-header.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { SignedText } from "./signed-text.ts";

interface VerifiedByProps {
  readonly source: Source | null;
  readonly keyId: string | null;
  /** Empty for those who do not see settings. */
  readonly signed: readonly SignedText[];
  /** Whether card numbers in the body were overwritten before it was stored. */
  readonly masked: boolean;
}

/** Which key vouched for a message, and over which text. */
export function VerifiedBy({ source, keyId, signed, masked }: VerifiedByProps) {
  const key = source?.keys.find(({ id }) => id === keyId);
  const first = signed[0];
  return (
    <div className="flex flex-col gap-3">
      <Facts
        rows={[
          { name: "Source", value: source === null ? "Deleted since" : <TextLink href={`/sources/${source.id}`}>{source.name}</TextLink> },
          {
            name: "Key",
            value:
              key === undefined ? (
                keyId === null ? "None" : "Verified by a key that your role does not see, or that was deleted"
              ) : (
                <>
                  {key.label} <span className="font-mono text-xs text-soft">{key.fingerprint}</span>
                </>
              ),
          },
          ...(first === undefined ? [] : [{ name: "How it is signed", value: <span className="font-mono text-xs break-all">{first.formula}</span> }]),
          ...(signed.length < 2 ? [] : [{ name: "Items", value: `${String(signed.length)}, each signed by itself` }]),
        ]}
      />
      {first?.text === null || first === undefined ? null : (
        <details className="rounded-md border">
          <summary className="px-3 py-2 text-sm font-medium">The text that was verified, {String(first.length)} bytes</summary>
          <div className="flex flex-col gap-2 p-3 pt-0">
            {signed.map(({ text }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the items of a message never change places
              <CodeBlock key={String(at)} text={text ?? ""} what="signed text" wrap />
            ))}
            {masked ? <p className="text-sm text-soft">Card numbers in it were overwritten after the signature had been verified.</p> : null}
          </div>
        </details>
      )}
    </div>
  );
}
