import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { AddressGuard } from "./address-class.ts";
import { OutboundError, tlsReason } from "./outbound-failure.ts";
import type { ResolveHost } from "./resolve-host.ts";
import type { Target } from "./target-url.ts";

export interface Dialling {
  readonly resolve: ResolveHost;
  readonly guard: AddressGuard;
  /** Authorities beyond those of the machine; for tests. */
  readonly ca: string | null;
}

/** How long the steps took; `null` where there was none. */
export interface DialTimings {
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
}

export interface Dialled {
  readonly socket: Socket | TLSSocket;
  /** The address at the other end. */
  readonly address: string;
  readonly timings: DialTimings;
}

const mostAddresses = 8;
/** For so long an address may take before the next one is tried beside it. */
const nextAddressAfterMs = 1_000;

/**
 * A connection to a target, over an address that was checked: what is dialled is the very list that was looked at, so
 * that a name that changes its mind between look and dial gains nothing. Rejects with `OutboundError`.
 */
export async function dial(target: Target, { resolve, guard, ca }: Dialling, signal: AbortSignal): Promise<Dialled> {
  const startMs = performance.now();
  const named = isIP(target.hostname) === 0;
  const addresses = named ? await resolveName(target.hostname, resolve, signal) : [target.hostname];
  refuseSpecial(target.hostname, addresses, guard);
  const resolvedMs = performance.now();
  const socket = await openSocket(target, addresses, signal);
  const address = socket.remoteAddress ?? "";
  // What the system says it dialled, once more: mapped forms and whatever we did not think of end here.
  const reached = address.startsWith("::ffff:") && addresses.includes(address.slice(7)) ? address.slice(7) : address;
  if (reached === "") {
    socket.destroy();
    throw new OutboundError("reset", "The connection was closed as soon as it was made.");
  }
  if (guard(reached) !== null) {
    socket.destroy();
    throw new OutboundError("refused_address", `The connection led to ${reached}, which is ${guard(reached) ?? "special"}. Nothing was sent.`);
  }
  const connectedMs = performance.now();
  const timings = { dnsMs: named ? resolvedMs - startMs : null, connectMs: connectedMs - resolvedMs, tlsMs: null };
  if (!target.secure) return { socket, address: reached, timings };
  const encrypted = await encrypt(socket, target.hostname, ca, signal);
  return { socket: encrypted, address: reached, timings: { ...timings, tlsMs: performance.now() - connectedMs } };
}

/** Throws when any of the addresses is special: a name with a public and a private one is somebody's trick or mistake. */
function refuseSpecial(hostname: string, addresses: readonly string[], guard: AddressGuard): void {
  for (const address of addresses) {
    const kind = guard(address);
    if (kind === null) continue;
    const what = address === hostname ? `${address} is` : `${hostname} leads to ${address}, which is`;
    throw new OutboundError("refused_address", `${what} ${kind}. Only public addresses are reached; ALLOW_PRIVATE_TARGETS names the exceptions.`);
  }
}

async function resolveName(hostname: string, resolve: ResolveHost, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const addresses = await unlessAborted(resolve(hostname), signal);
    if (addresses.length > 0) return addresses.slice(0, mostAddresses);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new OutboundError("dns", `The name ${hostname} could not be looked up: it does not exist, or its name servers do not answer.`, { cause: error });
  }
  throw new OutboundError("dns", `The name ${hostname} has no address.`);
}

function openSocket(target: Target, addresses: readonly string[], signal: AbortSignal): Promise<Socket> {
  const checked = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first] = checked;
  if (first === undefined) throw new Error("a list of addresses without any was to be dialled");
  const lookup: LookupFunction = (_hostname, options, callback) => (options.all === true ? callback(null, checked) : callback(null, first.address, first.family));
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: target.hostname, port: target.port, lookup, noDelay: true, keepAlive: true, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: nextAddressAfterMs });
    const abort = (): void => void socket.destroy(new OutboundError("timeout", "The connection could not be made in time."));
    signal.addEventListener("abort", abort, { once: true });
    socket.once("connect", () => {
      signal.removeEventListener("abort", abort);
      socket.removeAllListeners("error");
      resolve(socket);
    });
    socket.once("error", (error) => {
      signal.removeEventListener("abort", abort);
      socket.on("error", () => undefined);
      reject(error instanceof OutboundError ? error : new OutboundError("connect", connectReason(error, target), { cause: error }));
    });
    if (signal.aborted) abort();
  });
}

function encrypt(socket: Socket, hostname: string, ca: string | null, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const servername = isIP(hostname) === 0 ? { servername: hostname } : {};
    const tls = connectTls({ socket, host: hostname, ...servername, ...(ca === null ? {} : { ca }), ALPNProtocols: ["http/1.1"], minVersion: "TLSv1.2", rejectUnauthorized: true });
    const abort = (): void => void tls.destroy(new OutboundError("timeout", "The encrypted connection could not be made in time."));
    signal.addEventListener("abort", abort, { once: true });
    tls.once("secureConnect", () => {
      signal.removeEventListener("abort", abort);
      tls.removeAllListeners("error");
      resolve(tls);
    });
    tls.once("error", (error: NodeJS.ErrnoException) => {
      signal.removeEventListener("abort", abort);
      tls.on("error", () => undefined);
      socket.destroy();
      reject(error instanceof OutboundError ? error : new OutboundError("tls", tlsReason(error.code ?? ""), { cause: error }));
    });
    if (signal.aborted) abort();
  });
}

function connectReason(error: NodeJS.ErrnoException, { hostname, port }: Target): string {
  const codes = error instanceof AggregateError ? error.errors.map((one: unknown) => (one instanceof Error && "code" in one ? one.code : null)) : [error.code];
  const place = `${hostname}, port ${String(port)}`;
  if (codes.includes("ECONNREFUSED")) return `Nothing listens at ${place}.`;
  if (codes.includes("ENETUNREACH") || codes.includes("EHOSTUNREACH")) return `There is no way from here to ${place}.`;
  return `No connection could be made to ${place}.`;
}

function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new OutboundError("timeout", "The name could not be looked up in time."));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
