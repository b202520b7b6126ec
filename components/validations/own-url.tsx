import { CodeBlock } from "../ui/code-block.tsx";
import { Section } from "../ui/page-header.tsx";
import { HandOverSecrets } from "./hand-over-secrets.tsx";

/** How the merchant's own server is asked, what it answers, and what the question is signed with. */
export function OwnUrl({ sourceId, sourceName, canReveal }: { readonly sourceId: string; readonly sourceName: string; readonly canReveal: boolean }) {
  return (
    <Section title="Asking your own URL">
      <p className="max-w-[75ch] text-soft">
        A rule that asks your own URL sends it what the rules see, as JSON, signed like a delivery (<code className="font-mono text-xs">webhook-id</code>, <code className="font-mono text-xs">webhook-timestamp</code>, <code className="font-mono text-xs">webhook-signature</code>). It has what is left of the deadline, said as <code className="font-mono text-xs">answerWithinMs</code>, to answer with status 200 and one of these; anything else is the fallback.
      </p>
      <CodeBlock text={'{"action":"approve"}\n{"action":"decline","description":"What the customer reads"}'} what="answers" />
      {canReveal ? <HandOverSecrets sourceId={sourceId} sourceName={sourceName} /> : <p className="text-sm text-soft">An admin can reveal the secret that signs it.</p>}
    </Section>
  );
}
