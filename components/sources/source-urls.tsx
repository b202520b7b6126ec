import type { Source } from "#lib/sources/source-shape";
import { CodeBlock } from "../ui/code-block.tsx";
import { Notice } from "../ui/notice.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { isLocalAddress } from "./is-local-address.ts";

/** The URLs to register at the provider, and the former ones that still work. */
export function SourceUrls({ source }: { readonly source: Source }) {
  if (source.webhookUrl === null) return null;
  const port = new URL(source.webhookUrl).port || "3000";
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock text={source.webhookUrl} what="URL" label="Webhook URL" wrap />
      {source.validationUrl === null ? null : <CodeBlock text={source.validationUrl} what="validation URL" label="Validation URL" wrap />}
      {isLocalAddress(source.webhookUrl) ? (
        <Notice tone="info" title="This address is reachable from this machine only">
          <p>
            A provider on the internet cannot call it. Open a tunnel with <code className="font-mono text-xs">{`ngrok http ${port}`}</code> or <code className="font-mono text-xs">{`cloudflared tunnel --url http://localhost:${port}`}</code>, and start
            Countersign with its address in <code className="font-mono text-xs">PUBLIC_URL</code>. Test messages from this machine work as it is.
          </p>
        </Notice>
      ) : null}
      {source.previousTokens.map(({ token, expiresAt }) => (
        <p key={token} className="text-sm text-soft">
          A former URL, ending in <code className="font-mono text-xs">{token.slice(-6)}</code>, works until <TimeText at={expiresAt} as="exact" />.
        </p>
      ))}
    </div>
  );
}
