"use client";

import { useEffect, useState } from "react";
import { CodeBlock } from "../ui/code-block.tsx";
import { Notice } from "../ui/notice.tsx";
import { generatedSecretOf } from "./generated-secrets.ts";

/** The key that was just generated for this source: shown on this page once, gone with a reload. */
export function GeneratedSecret({ sourceId }: { readonly sourceId: string }) {
  const secret = useGeneratedSecret(sourceId);
  if (secret === null) return null;
  return (
    <Notice tone="warn" title="Your new key, shown only now">
      <p>Copy it to the provider, or into a password manager. It is kept sealed here; an admin can reveal it later with their password, and that is in the audit.</p>
      <CodeBlock text={secret} what="key" wrap />
    </Notice>
  );
}

/** Read after the first render: the server knows nothing of it. */
export function useGeneratedSecret(sourceId: string): string | null {
  const [secret, setSecret] = useState<string | null>(null);
  useEffect(() => setSecret(generatedSecretOf(sourceId)), [sourceId]);
  return secret;
}
