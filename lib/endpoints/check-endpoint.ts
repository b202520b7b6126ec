import { TLSSocket } from "node:tls";
import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { outbound } from "#lib/platform/outbound/outbound";
import { OutboundError } from "#lib/platform/outbound/outbound-failure";
import { readTargetUrl, type Target } from "#lib/platform/outbound/target-url";
import { addressesOf, addressProblem, encryptionProblem, mustEncrypt, ownUrlProblem } from "./check-url.ts";
import type { CheckStep, EndpointCheck } from "./endpoint-shape.ts";
import { findEndpoint } from "./find-endpoint.ts";

const dialWithinMs = 8_000;
const stepNames = ["url", "dns", "address", "connection", "tls"] as const;

/** Body of `POST /endpoints/check`: a URL before it is saved. */
export const urlCheckInput = z.strictObject({ url: z.string().min(1).max(2_048), mode: z.enum(["test", "live"]).default("live") });

/** Looks at a URL that is not saved yet. */
export async function checkUrl(actor: Actor, input: unknown): Promise<EndpointCheck> {
  requirePermission(actor, "endpoints.write");
  const { url, mode } = parseInput(urlCheckInput, input);
  return checkTarget(url, mode);
}

/** Looks at an endpoint's URL: form, name, addresses, connection, certificate. Sends nothing. */
export async function checkEndpoint(actor: Actor, id: string): Promise<EndpointCheck> {
  requirePermission(actor, "endpoints.test");
  const { url, mode } = await findEndpoint(database().prisma, id);
  return checkTarget(url, mode === "live" ? "live" : "test");
}

async function checkTarget(url: string, mode: "test" | "live"): Promise<EndpointCheck> {
  const steps = await lookAt(url, mode);
  const missing = stepNames.slice(steps.length).map((step): CheckStep => ({ step, ok: null, says: "Not tried." }));
  return { ok: steps.every(({ ok }) => ok !== false), steps: [...steps, ...missing] };
}

/** The steps in order, up to the first that fails. */
async function lookAt(url: string, mode: "test" | "live"): Promise<CheckStep[]> {
  const reading = readTargetUrl(url);
  if (!reading.ok) return [no("url", reading.reason)];
  const { target } = reading;
  const own = ownUrlProblem(target);
  if (own !== null) return [no("url", own)];
  const addresses = await addressesOf(target);
  const form = mustEncrypt(target, mode, addresses) ? no("url", encryptionProblem) : yes("url", "The URL is well formed.");
  if (form.ok === false) return [form];
  if (addresses === null) return [form, no("dns", `The name ${target.hostname} cannot be looked up: it does not exist, or its name servers do not answer.`)];
  const named = addresses[0] === target.hostname ? yes("dns", "The URL names an address: nothing has to be looked up.") : yes("dns", `${target.hostname} leads to ${addresses.join(", ")}.`);
  const refused = addresses.map((address) => ({ address, kind: outbound().whyRefused(address) })).find(({ kind }) => kind !== null);
  if (refused !== undefined) return [form, named, no("address", addressProblem(target.hostname, refused.address, refused.kind ?? ""))];
  const allowed = addresses.some((address) => outbound().isAllowListed(address));
  return [form, named, yes("address", allowed ? "The address may be reached: ALLOW_PRIVATE_TARGETS names it." : "The address is public."), ...(await connect(target))];
}

async function connect(target: Target): Promise<CheckStep[]> {
  try {
    const { socket, address, timings } = await outbound().dial(target, AbortSignal.timeout(dialWithinMs));
    const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : null;
    const protocol = socket instanceof TLSSocket ? socket.getProtocol() : null;
    socket.destroy();
    const reached = yes("connection", `${address} answers on port ${String(target.port)} after ${String(Math.round(timings.connectMs ?? 0))} ms.`);
    if (certificate === null) return [reached, { step: "tls", ok: null, says: "Not encrypted: what is sent can be read on its way." }];
    const issuer = textOf(certificate.issuer.O ?? certificate.issuer.CN);
    return [reached, yes("tls", `${protocol ?? "TLS"} with a certificate for ${target.hostname} from ${issuer}, valid until ${new Date(certificate.valid_to).toISOString().slice(0, 10)}.`)];
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.failure === "tls") return [yes("connection", `${target.hostname} takes connections on port ${String(target.port)}.`), no("tls", error.message)];
    return [no("connection", error.message)];
  }
}

function textOf(name: string | string[] | undefined): string {
  return [name ?? "an authority without a name"].flat().join(", ");
}

function yes(step: CheckStep["step"], says: string): CheckStep {
  return { step, ok: true, says };
}

function no(step: CheckStep["step"], says: string): CheckStep {
  return { step, ok: false, says };
}
