import { BlockList } from "node:net";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { addressGuard, specialKind } from "#lib/platform/outbound/address-class";

const v4 = fc.ipV4();
/** Any address, and often one of a range that means something. */
const v6 = fc
  .tuple(fc.constantFrom("", "::ffff:0:0", "64:ff9b::", "64:ff9b:1::", "2002::", "2001::", "2001:db8::", "fc00::", "fe80::", "ff00::", "2000::", "3fff::", "5f00::"), fc.integer({ min: 0, max: 12 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
  .map(([start, kept, random]) => {
    const first = start === "" ? [] : ipaddr.IPv6.parse(start).toByteArray().slice(0, kept);
    return ipaddr.fromByteArray([...first, ...random.slice(first.length)]).toString();
  });
/** Near the edges of ranges, where a wrong prefix shows. */
const edges = ["0.0.0.0", "10.0.0.0", "100.64.0.0", "127.0.0.0", "169.254.0.0", "172.16.0.0", "192.0.0.0", "192.0.2.0", "192.88.99.0", "192.168.0.0", "198.18.0.0", "198.51.100.0", "203.0.113.0", "224.0.0.0"];
const lengths = [8, 8, 10, 8, 16, 12, 24, 24, 24, 16, 15, 24, 24, 4];

function numberToV4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join(".");
}

function v4ToNumber(text: string): number {
  return text.split(".").reduce((value, part) => value * 256 + Number(part), 0);
}

describe("special addresses", () => {
  it("are those that the reference calls by any name but unicast", () => {
    fc.assert(
      fc.property(v4, (address) => {
        const range = ipaddr.IPv4.parse(address).range();
        // The reference counts AS112 and AMT, which are reachable by everybody, as reserved or by their own names.
        if (/^192\.(31\.196|52\.193|175\.48)\./.test(address)) return;
        expect(specialKind(address) === null, `${address} is ${range}`).toBe(range === "unicast");
      }),
    );
    fc.assert(
      fc.property(v6, (address) => {
        const range = ipaddr.IPv6.parse(address).range();
        const isPublic = range === "unicast" && /^[23]/.test(address);
        // Ours refuses more: blocks for protocols as a whole, and what no registry has handed out.
        expect(specialKind(address) === null && !isPublic, `${address} is ${range}`).toBe(false);
      }),
    );
  });

  it("end exactly where their ranges end", () => {
    edges.forEach((start, at) => {
      const first = v4ToNumber(start);
      const size = 2 ** (32 - (lengths[at] ?? 0));
      for (const inside of [first, first + size - 1]) expect(specialKind(numberToV4(inside)), numberToV4(inside)).not.toBeNull();
      const [before, after] = [numberToV4(first - 1), numberToV4(first + size)];
      for (const outside of [before, after].filter((address) => ipaddr.IPv4.parse(address).range() === "unicast")) expect(specialKind(outside), outside).toBeNull();
    });
  });

  it("are every address that attackers name", () => {
    const named = [
      "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "192.0.0.170", "198.19.0.1", "255.255.255.255", "240.0.0.1", "224.0.0.1",
      "::1", "::", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001::1",
      "2001:db8::1", "5f00::1", "3fff::1", "100::1", "4000::1", "fe80::1%eth0", "0x7f.1", "127.1", "2130706433", "0177.0.0.1", "", "localhost",
    ];
    for (const address of named) expect(specialKind(address), address).not.toBeNull();
  });

  it("leave the public ones alone", () => {
    for (const address of ["1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1", "198.20.0.1", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::1", "2620:fe::fe"]) {
      expect(specialKind(address), address).toBeNull();
    }
  });
});

describe("allowed blocks", () => {
  it("open themselves and nothing else", () => {
    fc.assert(
      fc.property(v4, fc.integer({ min: 0, max: 32 }), v4, (network, prefix, address) => {
        const reference = new BlockList();
        reference.addSubnet(network, prefix);
        const guard = addressGuard([`${network}/${String(prefix)}`]);
        expect(guard(address) === null).toBe(specialKind(address) === null || reference.check(address));
      }),
    );
    fc.assert(
      fc.property(v6, fc.integer({ min: 0, max: 128 }), v6, (network, prefix, address) => {
        const reference = new BlockList();
        reference.addSubnet(network, prefix, "ipv6");
        const guard = addressGuard([`${network}/${String(prefix)}`]);
        expect(guard(address) === null).toBe(specialKind(address) === null || reference.check(address, "ipv6"));
      }),
    );
  });

  it("of IPv4 do not open the forms that IPv6 has for their addresses", () => {
    const guard = addressGuard(["127.0.0.0/8", "10.0.0.0/8"]);
    expect(guard("127.0.0.1")).toBeNull();
    for (const address of ["::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:a00:1::", "::1"]) expect(guard(address), address).not.toBeNull();
  });
});
