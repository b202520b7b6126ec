export interface StreamFrame {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Frames of a stream of server-sent events (HTML standard, section 9.2), as our own server writes them. Ends with it. */
export async function* streamFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamFrame, void, void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const member = (name: string): string => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
      if (member("data") !== "") yield { id: member("id"), event: member("event"), data: member("data") };
    }
  }
}
