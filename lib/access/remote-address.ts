import { isIP } from "node:net";

/** Our own server sets it from the socket or a trusted proxy, after deleting what the client sent under this name. */
export const remoteAddressHeader = "x-countersign-remote-address";

/** The client's IP address, or `null` where no server of ours stands in front. */
export function remoteAddress(headers: { get(name: string): string | null }): string | null {
  const text = headers.get(remoteAddressHeader);
  return text !== null && isIP(text) !== 0 ? text : null;
}
