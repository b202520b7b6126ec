/** The exact bytes of a Fetch request, or `too_large` as soon as there are more than `limitBytes`. */
export async function readWebBody(request: Request, limitBytes: number): Promise<Uint8Array | "too_large"> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return "too_large";
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > limitBytes) return "too_large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
