import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** A CIDR block as bytes. */
export interface AddressBlock {
  readonly bytes: readonly number[];
  readonly prefix: number;
}

/** What is not public, and what it is in words (IANA special-purpose registries, RFC 6890 and after). */
const specialBlocks: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "this network itself"],
  ["10.0.0.0/8", "a private network"],
  ["100.64.0.0/10", "a network shared behind a provider's NAT"],
  ["127.0.0.0/8", "this machine itself (loopback)"],
  ["169.254.0.0/16", "a link-local network, where clouds keep machine credentials"],
  ["172.16.0.0/12", "a private network"],
  ["192.0.0.0/24", "reserved for protocols"],
  ["192.0.2.0/24", "reserved for documentation"],
  ["192.88.99.0/24", "a relay to 6to4"],
  ["192.168.0.0/16", "a private network"],
  ["198.18.0.0/15", "reserved for benchmarks"],
  ["198.51.100.0/24", "reserved for documentation"],
  ["203.0.113.0/24", "reserved for documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
  ["::1/128", "this machine itself (loopback)"],
  ["::ffff:0:0/96", "an IPv4 address inside of IPv6"],
  ["::/96", "an IPv4 address inside of IPv6, or no address"],
  ["64:ff9b::/96", "an IPv4 address behind NAT64"],
  ["64:ff9b:1::/48", "an IPv4 address behind a private NAT64"],
  ["100::/64", "a network that discards everything"],
  ["2001::/23", "reserved for protocols and tunnels"],
  ["2001:db8::/32", "reserved for documentation"],
  ["2002::/16", "an IPv4 address behind 6to4"],
  ["3fff::/20", "reserved for documentation"],
  ["5f00::/16", "reserved for segment routing"],
  ["fc00::/7", "a private network"],
  ["fe80::/10", "a link-local network"],
  ["fec0::/10", "a private network"],
  ["ff00::/8", "multicast"],
];

const special = specialBlocks.map(([text, kind]) => ({ block: blockOf(text), kind }));
/** The one part of IPv6 that is handed out for the public; whatever else may come up is refused until it is known. */
const publicV6 = blockOf("2000::/3");

/** Parses a CIDR block; throws on what is none, which `readEnv` has refused before. */
export function blockOf(text: string): AddressBlock {
  const [address, prefix] = ipaddr.parseCIDR(text);
  return { bytes: address.toByteArray(), prefix };
}

/** What an address is in words when it is not public, such as "a private network"; `null` for a public one. */
export function specialKind(address: string): string | null {
  const bytes = bytesOf(address);
  if (bytes === null) return "no IP address";
  const found = special.find(({ block }) => isInBlock(bytes, block));
  if (found !== undefined) return found.kind;
  return bytes.length === 4 || isInBlock(bytes, publicV6) ? null : "outside of what is handed out for public use";
}

/** Says of an address why it may not be dialled, in words; `null`: it may. */
export type AddressGuard = (address: string) => string | null;

/**
 * Public addresses, and those of the allowed blocks. An allowed IPv4 block does not open its addresses in the forms
 * that IPv6 has for them.
 */
export function addressGuard(allowedBlocks: readonly string[]): AddressGuard {
  const allowed = allowedBlocks.map(blockOf);
  return (address) => {
    const kind = specialKind(address);
    if (kind === null) return null;
    return isInBlocks(address, allowed) ? null : kind;
  };
}

/** Whether an address is in one of the blocks. */
export function isInBlocks(address: string, blocks: readonly AddressBlock[]): boolean {
  const bytes = bytesOf(address);
  return bytes !== null && blocks.some((block) => isInBlock(bytes, block));
}

/** Only the forms that sockets take: no zone, no short, octal or hexadecimal IPv4. */
function bytesOf(address: string): readonly number[] | null {
  if (isIP(address) === 0 || address.includes("%")) return null;
  return ipaddr.parse(address).toByteArray();
}

function isInBlock(bytes: readonly number[], { bytes: start, prefix }: AddressBlock): boolean {
  if (bytes.length !== start.length) return false;
  return bytes.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, prefix - at * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((start[at] ?? 0) & mask);
  });
}
