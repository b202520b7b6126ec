import type { Answer, Route } from "./define-route.ts";
import { withoutSecrets } from "./secret-members.ts";
import { writeJson } from "#lib/platform/raw-json";

/** An answer as text. */
export interface Rendered {
  readonly status: number;
  /** `null`: no body. */
  readonly text: string | null;
  /** The same with secrets as `null`: what may be kept. */
  readonly textWithoutSecrets: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Checks an answer against its route's schema, which also takes away every member that was not declared. */
export function renderAnswer(route: Route, answer: Answer | Response): Rendered | Response {
  if (answer instanceof Response) return answer;
  const schema = route.responses[answer.status];
  if (schema === undefined) throw new Error(`${route.method} ${route.path} answered ${String(answer.status)}, which it does not declare`);
  const headers = answer.headers ?? {};
  if (answer.status === 204) return { status: 204, text: null, textWithoutSecrets: null, headers };
  const body: unknown = schema.parse(answer.body);
  return { status: answer.status, text: writeJson(body), textWithoutSecrets: route.idempotent ? writeJson(withoutSecrets(schema, body)) : null, headers };
}
