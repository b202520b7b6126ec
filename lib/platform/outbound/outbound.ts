import { LruMap } from "../lru-map.ts";
import { installation } from "../installation.ts";
import { addressGuard, blockOf, isInBlocks } from "./address-class.ts";
import { Connection } from "./connection.ts";
import { dial, type Dialled, type Dialling } from "./dial.ts";
import { exchange, type OutboundRequest, type OutboundResult, unsent } from "./exchange.ts";
import { type ResolveHost, systemResolver } from "./resolve-host.ts";
import { readTargetUrl, type Target, type TargetReading } from "./target-url.ts";

export interface OutboundOptions {
  /** CIDR blocks that may be reached although they are not public. */
  readonly allowPrivateTargets: readonly string[];
  /** For tests. */
  readonly resolve?: ResolveHost;
  readonly ca?: string;
}

/** The one way in which this product calls URLs that people wrote. */
export interface Outbound {
  /** One request and its answer; never rejects. No redirects, no proxies, one deadline over all of it. */
  readonly send: (request: OutboundRequest) => Promise<OutboundResult>;
  /** The same over a connection of its own, which may also lead into these blocks. Tells the address that it led to. */
  readonly sendAlone: (request: OutboundRequest, alsoAllowed: readonly string[]) => Promise<AloneResult>;
  /** Only connects, to see whether and how; the caller destroys the socket. Rejects with `OutboundError`. */
  readonly dial: (target: Target, signal: AbortSignal) => Promise<Dialled>;
  /** Says why an address may not be reached, in words; `null`: it may. */
  readonly whyRefused: (address: string) => string | null;
  /** Whether ALLOW_PRIVATE_TARGETS names it. */
  readonly isAllowListed: (address: string) => boolean;
  readonly resolve: ResolveHost;
  /** Cuts idle connections off. */
  readonly close: () => void;
}

export interface AloneResult extends OutboundResult {
  /** `null`: nothing was reached. */
  readonly address: string | null;
}

const sweepMs = 2_000;

export function openOutbound(options: OutboundOptions): Outbound {
  const deps: Dialling = { resolve: options.resolve ?? systemResolver(), guard: addressGuard(options.allowPrivateTargets), ca: options.ca ?? null };
  const allowed = options.allowPrivateTargets.map(blockOf);
  const idle = new Map<string, Connection[]>();
  const readings = new LruMap<string, TargetReading>(1_000);
  const sweep = setInterval(() => dropStale(idle), sweepMs);
  sweep.unref();

  const read = (url: string): TargetReading => {
    const known = readings.get(url);
    if (known !== undefined) return known;
    const reading = readTargetUrl(url);
    readings.set(url, reading);
    return reading;
  };

  return {
    send: async (request) => {
      const reading = read(request.url);
      if (!reading.ok) return unsent("refused_address", reading.reason);
      const { target } = reading;
      const connection = takeIdle(idle, target.origin) ?? new Connection(target, deps);
      const { result, reusable } = await exchange(connection, target, request);
      if (reusable) giveBack(idle, target.origin, connection);
      return result;
    },
    sendAlone: async (request, alsoAllowed) => {
      const reading = readTargetUrl(request.url);
      if (!reading.ok) return { ...unsent("refused_address", reading.reason), address: null };
      const connection = new Connection(reading.target, { ...deps, guard: addressGuard([...options.allowPrivateTargets, ...alsoAllowed]) });
      const { result } = await exchange(connection, reading.target, request);
      connection.destroy(closing());
      return { ...result, address: connection.address };
    },
    dial: (target, signal) => dial(target, deps, signal),
    whyRefused: deps.guard,
    isAllowListed: (address) => isInBlocks(address, allowed),
    resolve: deps.resolve,
    close: () => {
      clearInterval(sweep);
      for (const connections of idle.values()) for (const connection of connections) connection.destroy(closing());
      idle.clear();
    },
  };
}

/** The connection used last, which is the least likely to have been closed. */
function takeIdle(idle: ReadonlyMap<string, Connection[]>, origin: string): Connection | null {
  const connections = idle.get(origin);
  const nowMs = performance.now();
  for (let connection = connections?.pop(); connection !== undefined; connection = connections?.pop()) {
    if (connection.isWorthKeeping(nowMs)) return connection;
    connection.destroy(closing());
  }
  return null;
}

function giveBack(idle: Map<string, Connection[]>, origin: string, connection: Connection): void {
  connection.markIdle();
  const connections = idle.get(origin);
  if (connections === undefined) idle.set(origin, [connection]);
  else connections.push(connection);
}

function dropStale(idle: Map<string, Connection[]>): void {
  const nowMs = performance.now();
  for (const [origin, connections] of idle) {
    const kept = connections.filter((connection) => {
      if (connection.isWorthKeeping(nowMs)) return true;
      connection.destroy(closing());
      return false;
    });
    if (kept.length === 0) idle.delete(origin);
    else idle.set(origin, kept);
  }
}

function closing(): Error {
  return new Error("an idle connection is closed");
}

const held = globalThis as typeof globalThis & { [key: symbol]: Outbound | undefined };
const slot = Symbol.for("countersign.outbound");

/** The process's own, with the installation's allowed blocks; opened at the first use. */
export function outbound(): Outbound {
  return (held[slot] ??= openOutbound({ allowPrivateTargets: installation().allowPrivateTargets }));
}

/** Closes the process's own, if it was opened. With one in its place, for tests. */
export function closeOutbound(replacement?: Outbound): void {
  held[slot]?.close();
  held[slot] = replacement;
}
