import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

type Block = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Who calls: the socket's address, or behind proxies named in `TRUSTED_PROXIES` the last address in
 * `X-Forwarded-For` that is not one of them. What a stranger writes into that header counts for nothing.
 */
export function remoteAddressReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string | null {
  const blocks: readonly Block[] = trustedProxies.map((cidr) => ipaddr.parseCIDR(cidr));
  return (request) => {
    const socketAddress = plain(request.socket.remoteAddress ?? "");
    if (blocks.length === 0 || socketAddress === null || !isTrusted(socketAddress, blocks)) return socketAddress;
    const forwarded = String(request.headers["x-forwarded-for"] ?? "")
      .split(",")
      .map((part) => plain(part.trim()));
    for (const address of forwarded.reverse()) {
      if (address === null) break;
      if (!isTrusted(address, blocks)) return address;
    }
    return socketAddress;
  };
}

/** Without the wrapping of an IPv4 address in IPv6; `null` for what is no address. */
function plain(text: string): string | null {
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : null;
}

function isTrusted(address: string, blocks: readonly Block[]): boolean {
  const parsed = ipaddr.parse(address);
  return blocks.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match([network, bits] as [ipaddr.IPv4 | ipaddr.IPv6, number]));
}
