"use client";

import { CodeBlock } from "../ui/code-block.tsx";
import { useGeneratedSecret } from "./generated-secret.tsx";
import { testCommand, type TestCommandInput } from "./test-command-text.ts";

/** The command that signs a message like the provider and sends it here. */
export function TestCommand({ sourceId, ...input }: { readonly sourceId: string } & Omit<TestCommandInput, "secret">) {
  return <CodeBlock text={testCommand({ ...input, secret: useGeneratedSecret(sourceId) })} what="command" wrap />;
}
