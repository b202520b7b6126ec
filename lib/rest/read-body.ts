import { Problem } from "#lib/platform/problem";

/** Larger than any call that people or scripts make here. */
export const apiBodyLimitBytes = 256 * 1024;

export interface ReadBody {
  /** Exactly what was sent. */
  readonly bytes: Uint8Array;
  /** `{}` for an empty body. */
  readonly json: unknown;
}

/** Reads a JSON body within the limit. Throws `Problem`: too large, another type or encoding, not JSON. */
export async function readBody(request: Request): Promise<ReadBody> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    throw new Problem("unsupported_media_type", "Compressed bodies are not taken: send the JSON as it is.");
  }
  const bytes = await readBytes(request, apiBodyLimitBytes);
  if (bytes.length === 0) return { bytes, json: {} };
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Problem("unsupported_media_type", "Send JSON, with the header Content-Type: application/json.");
  return { bytes, json: parseJson(bytes) };
}

/** The whole body. Throws `Problem("too_large")` as soon as it passes the limit, whatever its Content-Length says. */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  const tooLarge = (): Problem => new Problem("too_large", `The body may have at most ${String(limitBytes)} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge();
  if (request.body === null) return new Uint8Array(0);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > limitBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  const refuse = (message: string): Problem => new Problem("bad_input", "The body is not JSON.", { errors: [{ path: "", message }] });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw refuse("It is not valid UTF-8.");
    throw error;
  }
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch (error) {
    // The parser's own message repeats parts of the body, which may hold a secret.
    if (error instanceof SyntaxError) throw refuse("It cannot be parsed: check quotes, commas and brackets.");
    throw error;
  }
}
