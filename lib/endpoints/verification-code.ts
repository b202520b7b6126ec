import { csharpCode, goCode, javaCode } from "./verification-code-compiled.ts";
import { nodeCode, phpCode, pythonCode, rubyCode } from "./verification-code-scripted.ts";

/**
 * How a receiver verifies what we send, to be copied. Each has two functions: `verifyWebhook` by Standard Webhooks, which
 * also refuses old messages, and `verifyXSignature` for the one simple header. Both take the raw body and the whole secret.
 */
export interface VerificationCode {
  readonly language: "node" | "python" | "php" | "go" | "java" | "ruby" | "csharp";
  readonly name: string;
  readonly fileName: string;
  readonly code: string;
}

export const verificationCode: readonly VerificationCode[] = [
  { language: "node", name: "Node", fileName: "countersign.mjs", code: nodeCode },
  { language: "python", name: "Python", fileName: "countersign.py", code: pythonCode },
  { language: "php", name: "PHP", fileName: "countersign.php", code: phpCode },
  { language: "go", name: "Go", fileName: "countersign.go", code: goCode },
  { language: "java", name: "Java", fileName: "Countersign.java", code: javaCode },
  { language: "ruby", name: "Ruby", fileName: "countersign.rb", code: rubyCode },
  { language: "csharp", name: "C#", fileName: "Countersign.cs", code: csharpCode },
];
