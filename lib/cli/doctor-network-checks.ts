import { createServer } from "node:net";
import type { Env } from "#lib/platform/env";
import { blockOf, isInBlocks } from "#lib/platform/outbound/address-class";
import { ok, skipped, warning, wrong, type CheckResult } from "./doctor-check.ts";

const timeLimitMs = 5_000;

export interface PortState {
  readonly result: CheckResult;
  /** Whether Countersign answers there. */
  readonly isRunning: boolean;
}

/** Who has the port: nobody, we ourselves, or somebody else. */
export async function checkPort({ host, port }: Pick<Env, "host" | "port">): Promise<PortState> {
  const place = `${host}:${String(port)}`;
  const error = await listenBriefly(host, port);
  if (error === null) return { isRunning: false, result: skipped("port", `${place} is free; Countersign does not run there`) };
  if (error === "EADDRINUSE" && (await isCountersign(`http://${reachable(host)}:${String(port)}`))) return { isRunning: true, result: ok("port", `Countersign answers on ${place}`) };
  if (error === "EADDRINUSE") return { isRunning: false, result: wrong("port", `something else listens on ${place}`, "Stop it, or set PORT to another number.") };
  if (error === "EACCES") return { isRunning: false, result: wrong("port", `this user may not listen on ${place}`, "Set PORT to a number above 1023.") };
  return { isRunning: false, result: wrong("port", `${place} cannot be listened on (${error})`, "Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0.") };
}

/** What deliveries may reach although it is not public. */
export function checkPrivateTargets(blocks: readonly string[]): CheckResult {
  const name = "private targets";
  if (blocks.length === 0) return ok(name, "deliveries reach public addresses only");
  const wide = blocks.filter((block) => Number(block.split("/")[1]) < (block.includes(":") ? 16 : 8));
  if (wide.length > 0) return warning(name, `ALLOW_PRIVATE_TARGETS opens ${wide.join(", ")}, which is most of everything`, "Name only the networks in which your receivers are.");
  const own = blocks.filter((block) => ["127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254"].some((address) => isInBlocks(address, [blockOf(block)])));
  if (own.length > 0) return warning(name, `ALLOW_PRIVATE_TARGETS opens ${own.join(", ")}: this machine itself, or where clouds keep its credentials`, "Use it for development only.");
  return ok(name, `deliveries also reach ${blocks.join(", ")}`);
}

function listenBriefly(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

async function isCountersign(baseUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${baseUrl}/api/health/live`, { redirect: "manual", signal: AbortSignal.timeout(timeLimitMs) });
    const answer: unknown = await response.json();
    return response.ok && typeof answer === "object" && answer !== null && "status" in answer;
  } catch {
    // Whatever it is, it does not answer as we do.
    return false;
  }
}

function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
