import type { RequestDetail } from "#lib/events/request-shape";
import { providerById } from "#lib/providers/registry";
import type { Source } from "#lib/sources/source-shape";
import { headerMap } from "./header-map.ts";

export interface SignedText {
  /** How this provider signs, in words. */
  readonly formula: string;
  /** What the signature covers, personal fields masked, at most 4096 characters; `null` when it is not text. */
  readonly text: string | null;
  readonly length: number;
}

const previewCharacters = 4096;

/** Over which text each item of a request was verified. Empty without settings, as for viewers. Server only, pure. */
export function signedTexts(source: Source, request: RequestDetail): readonly SignedText[] {
  const provider = providerById(source.provider);
  const settings = provider.settings.safeParse(source.settings ?? null);
  if (!settings.success || !request.bodyKept) return [];
  const readings = provider.readings({
    kind: request.kind,
    settings: settings.data,
    mode: source.mode,
    keys: [],
    headers: headerMap(request.headers),
    body: Buffer.from(request.bodyBase64, "base64"),
    nowSeconds: Math.floor(Date.parse(request.receivedAt) / 1000),
  });
  return readings.map(({ formula, signedBytes }) => ({ formula, text: previewOf(signedBytes), length: signedBytes.length }));
}

function previewOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.length > previewCharacters ? `${text.slice(0, previewCharacters)}…` : text;
  } catch {
    return null; // Not UTF-8: the bytes are in the body's own view.
  }
}
