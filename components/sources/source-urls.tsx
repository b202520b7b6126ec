import type { Source } from "#lib/sources/source-shape";
import { CheckPublicUrl } from "../public-url/check-public-url.tsx";
import { TunnelHelp } from "../public-url/tunnel-help.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { isLocalAddress } from "./is-local-address.ts";

/** The URLs to register at the provider, whether they lead here, and the former ones that still work. */
export function SourceUrls({ source, changePublicUrl }: { readonly source: Source; readonly changePublicUrl: "here" | "environment" | "role" }) {
  if (source.webhookUrl === null) return null;
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock text={source.webhookUrl} what="URL" label="Webhook URL" wrap />
      {source.validationUrl === null ? null : <CodeBlock text={source.validationUrl} what="validation URL" label="Validation URL" wrap />}
      <CheckPublicUrl />
      {isLocalAddress(source.webhookUrl) ? <TunnelHelp localUrl={new URL(source.webhookUrl).origin} change={changePublicUrl} /> : null}
      {source.previousTokens.map(({ token, expiresAt }) => (
        <p key={token} className="text-sm text-soft">
          A former URL, ending in <code className="font-mono text-xs">{token.slice(-6)}</code>, works until <TimeText at={expiresAt} as="exact" />.
        </p>
      ))}
    </div>
  );
}
