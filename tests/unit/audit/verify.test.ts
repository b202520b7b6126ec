import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChainedEntry, entryHash, genesisHash } from "#lib/audit/entry-hash";
import { type ChainHead, verifyChain } from "#lib/audit/verify";

function chain(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let at = 1; at <= length; at += 1) {
    const content = {
      position: BigInt(at),
      at: new Date(1_700_000_000_000 + at),
      actorType: "user",
      actorId: "u",
      actorName: "Anna",
      address: null,
      action: "source.update",
      subjectType: "source",
      subjectId: `s${String(at)}`,
      details: { before: at, after: at + 1 },
      previousHash: entries.at(-1)?.hash ?? genesisHash,
    };
    entries.push({ ...content, hash: entryHash(content) });
  }
  return entries;
}

const rehashed = (entry: ChainedEntry): ChainedEntry => ({ ...entry, hash: entryHash(entry) });
const length = 8;
const position = fc.integer({ min: 1, max: length });

describe("the verifier of the audit chain", () => {
  it("finds an untouched chain intact and tells its head", async () => {
    const entries = chain(length);
    expect(await verifyChain(entries)).toEqual({ intact: true, done: true, count: length, head: { position: 8n, hash: entries[7]?.hash } });
    expect(await verifyChain([])).toEqual({ intact: true, done: true, count: 0, head: null });
  });

  it("names an entry that was edited, whichever member it was", async () => {
    const edits: ((entry: ChainedEntry) => ChainedEntry)[] = [
      (entry) => ({ ...entry, actorName: "Berta" }),
      (entry) => ({ ...entry, at: new Date(0) }),
      (entry) => ({ ...entry, details: { before: 0 } }),
      (entry) => ({ ...entry, address: "192.0.2.1" }),
      (entry) => ({ ...entry, subjectId: null }),
      (entry) => ({ ...entry, hash: new Uint8Array(32) }),
    ];
    await fc.assert(
      fc.asyncProperty(position, fc.constantFrom(...edits), async (at, edit) => {
        const entries = chain(length).map((entry) => (entry.position === BigInt(at) ? edit(entry) : entry));
        expect(await verifyChain(entries)).toMatchObject({ intact: false, position: BigInt(at), fault: "edited" });
      }),
    );
  });

  it("names the entry after one that was edited and hashed again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: length - 1 }), async (at) => {
        const entries = chain(length).map((entry) => (entry.position === BigInt(at) ? rehashed({ ...entry, actorName: "Berta" }) : entry));
        expect(await verifyChain(entries)).toMatchObject({ intact: false, position: BigInt(at + 1), fault: "unlinked" });
      }),
    );
  });

  it("names the position of an entry that was removed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: length - 1 }), async (at) => {
        const entries = chain(length).filter((entry) => entry.position !== BigInt(at));
        expect(await verifyChain(entries)).toMatchObject({ intact: false, position: BigInt(at), fault: "removed" });
      }),
    );
  });

  it("names the first of two entries that changed places, with or without their positions", async () => {
    const [first, second, third] = chain(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error("three were made");
    expect(await verifyChain([first, third, second])).toMatchObject({ intact: false, position: 2n });
    expect(await verifyChain([first, { ...third, position: 2n }, { ...second, position: 3n }])).toMatchObject({ intact: false, position: 2n, fault: "edited" });
    expect(await verifyChain([first, rehashed({ ...third, position: 2n }), second])).toMatchObject({ intact: false, position: 2n });
  });

  it("names what follows an entry that was put in", async () => {
    const [first, second] = chain(2);
    if (first === undefined || second === undefined) throw new Error("two were made");
    const forged = rehashed({ ...second, actorName: "nobody" });
    expect(await verifyChain([first, forged, { ...second, position: 3n }])).toMatchObject({ intact: false, position: 3n, fault: "edited" });
    expect(await verifyChain([first, forged, rehashed({ ...second, position: 3n })])).toMatchObject({ intact: false, position: 3n, fault: "unlinked" });
    expect(await verifyChain([first, second, second])).toMatchObject({ intact: false, position: 2n, fault: "reordered" });
  });

  it("finds a tail that was cut off, or a chain made anew, against a head that was noted before", async () => {
    const entries = chain(length);
    const last = entries.at(-1);
    if (last === undefined) throw new Error("some were made");
    expect(await verifyChain(entries, { expectedHead: last })).toMatchObject({ intact: true });
    expect(await verifyChain(entries.slice(0, 5), { expectedHead: last })).toMatchObject({ intact: false, position: 6n, fault: "cut_off" });
    expect(await verifyChain(entries, { expectedHead: { position: 4n, hash: new Uint8Array(32) } })).toMatchObject({ intact: false, position: 4n, fault: "head_mismatch" });
  });

  it("goes on from where a piece of it ended, and finds what is bad in any of them", async () => {
    const entries = chain(length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: length + 1 }), fc.option(position), async (most, bad) => {
        const given = entries.map((entry, at) => (at + 1 === bad ? { ...entry, actorName: "Berta" } : entry));
        expect(await inPieces(given, most)).toEqual(bad === null ? { position: null, count: length } : { position: BigInt(bad), count: bad - 1 });
      }),
    );
  });
});

/** The walk that a page makes: the first bad entry, and how many good ones come before it. */
async function inPieces(given: readonly ChainedEntry[], most: number): Promise<{ readonly position: bigint | null; readonly count: number }> {
  let after: ChainHead | null = null;
  let count = 0;
  for (;;) {
    const from: bigint = after?.position ?? 0n;
    const result = await verifyChain(given.filter((entry) => entry.position > from), { after, most });
    count += result.count;
    if (!result.intact) return { position: result.position, count };
    if (result.done) return { position: null, count };
    after = result.head;
  }
}
