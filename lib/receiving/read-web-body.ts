/** The exact bytes of a Fetch request, or `too_large` as soon as there are more than `limitBytes`. */
export async function readWebBody(request: Request, limitBytes: number): Promise<Uint8Array | "too_large"> {
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > limitBytes) return "too_large";
  if (request.body === null) return new Uint8Array();
  // HTTP ends the body where its length says; reading it whole costs less than piece by piece.
  if (length !== null) return wholeOrTooLarge(new Uint8Array(await request.arrayBuffer()), limitBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > limitBytes) return "too_large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function wholeOrTooLarge(body: Uint8Array, limitBytes: number): Uint8Array | "too_large" {
  return body.length > limitBytes ? "too_large" : body;
}
