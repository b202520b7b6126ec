"use client";

import { useGeneratedSecret } from "../sources/generated-secret.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Notice } from "../ui/notice.tsx";

/** The secret that was just made for this endpoint: shown once, gone with a reload. */
export function EndpointSecretOnce({ endpointId }: { readonly endpointId: string }) {
  const secret = useGeneratedSecret(endpointId);
  if (secret === null) return null;
  return (
    <Notice tone="warn" title="Its secret, shown only now">
      <p>
        Copy it to your server: it proves with it that a delivery comes from here. The <a href="#verify" className="text-accent underline underline-offset-2">code for your language</a> is below; then send a test.
      </p>
      <CodeBlock text={secret} what="secret" wrap />
    </Notice>
  );
}
