/** A field that the API refused; `path` like `settings.merchantId`. */
export interface RefusedField {
  readonly path: string;
  readonly message: string;
}

export type ApiResult =
  | { readonly ok: true; readonly status: number; readonly body: unknown; /** The same as it came, for whoever needs its numbers exact. */ readonly text: string }
  | { readonly ok: false; readonly status: number; /** Ends in `csrf`, `step-up-required`, … */ readonly type: string; readonly detail: string; readonly errors: readonly RefusedField[] };

/** Without a session there is none to guard, and asking for its token would be refused. */
const openPaths: ReadonlySet<string> = new Set(["/setup", "/invitations/accept"]);

let csrfToken: string | null = null;

/** Calls `/api/v1` as the person who is signed in. Never throws: what the API refused comes back with its words. */
export async function apiCall(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<ApiResult> {
  const first = await send(method, path, body);
  // The token belongs to a session: after another sign-in in this browser it is fetched once more.
  if (first.ok || !first.type.endsWith("csrf")) return first;
  csrfToken = null;
  return send(method, path, body);
}

async function send(method: string, path: string, body: unknown): Promise<ApiResult> {
  const headers: Record<string, string> = { accept: "application/json" };
  try {
    if (method !== "GET" && !openPaths.has(path)) headers["x-csrf-token"] = await currentCsrfToken();
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await fetch(`/api/v1${path}`, { method, headers, credentials: "same-origin", ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return await readResult(response);
  } catch {
    return { ok: false, status: 0, type: "unreachable", detail: "The server did not answer. Check your connection and try again.", errors: [] };
  }
}

async function readResult(response: Response): Promise<ApiResult> {
  const text = await response.text();
  const body: unknown = text === "" ? null : parseOrNull(text);
  if (response.ok) return { ok: true, status: response.status, body, text };
  return {
    ok: false,
    status: response.status,
    type: textMember(body, "type") ?? "unknown",
    detail: textMember(body, "detail") ?? `The server answered ${String(response.status)}. Try again in a moment.`,
    errors: fieldErrors(body),
  };
}

async function currentCsrfToken(): Promise<string> {
  if (csrfToken !== null) return csrfToken;
  const response = await fetch("/api/v1/session", { headers: { accept: "application/json" }, credentials: "same-origin" });
  csrfToken = textMember(parseOrNull(await response.text()), "csrfToken");
  return csrfToken ?? "";
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A proxy's error page, for instance: the caller says what the status means.
  }
}

/** A text member of an answer; `null` where there is none. */
export function textMember(value: unknown, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : null;
}

/** A member of an answer; `undefined` where there is none. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function fieldErrors(body: unknown): readonly RefusedField[] {
  const errors = memberOf(body, "errors");
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    const path = textMember(error, "path");
    const message = textMember(error, "message");
    return path === null || message === null ? [] : [{ path, message }];
  });
}
