import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { outbound } from "#lib/platform/outbound/outbound";
import type { Tunnel } from "./public-url-shape.ts";

/** Where tunnels that run on this machine tell of themselves. */
export interface TunnelPorts {
  /** ngrok's web interface: the first that is free from 4040 on. */
  readonly ngrok: readonly number[];
  /** cloudflared's metrics: the first that is free of these. */
  readonly cloudflared: readonly number[];
}

export const usualTunnelPorts: TunnelPorts = { ngrok: [4040, 4041], cloudflared: [20_241, 20_242, 20_243, 20_244, 20_245] };

const deadlineMs = 1_500;
const mostTunnels = 20;
const ngrokAnswer = z.object({ tunnels: z.array(z.object({ public_url: z.string(), config: z.object({ addr: z.string() }).optional() })).max(mostTunnels) });
const cloudflaredAnswer = z.object({ hostname: z.string() });

/** The tunnels that run on this machine, as far as they tell. What does not answer as they do is passed over. */
export async function findTunnels(actor: Actor, ports: TunnelPorts = usualTunnelPorts): Promise<readonly Tunnel[]> {
  requirePermission(actor, "settings.check");
  const found = await Promise.all([...ports.ngrok.map(askNgrok), ...ports.cloudflared.map(askCloudflared)]);
  return found.flat();
}

async function askNgrok(port: number): Promise<readonly Tunnel[]> {
  const answer = ngrokAnswer.safeParse(await ask(port, "/api/tunnels"));
  if (!answer.success) return [];
  return answer.data.tunnels.flatMap(({ public_url: url, config }) => tunnelOf("ngrok", url, portOf(config?.addr)));
}

async function askCloudflared(port: number): Promise<readonly Tunnel[]> {
  const answer = cloudflaredAnswer.safeParse(await ask(port, "/quicktunnel"));
  return answer.success ? tunnelOf("cloudflared", `https://${answer.data.hostname}`, null) : [];
}

/** Its JSON; `null` for whatever else is there. */
async function ask(port: number, path: string): Promise<unknown> {
  const headers = { accept: "application/json", "user-agent": "Countersign" };
  const { error, statusCode, body } = await outbound().sendAlone({ method: "GET", url: `http://127.0.0.1:${String(port)}${path}`, headers, body: null, deadlineMs }, ["127.0.0.1/32"]);
  if (error !== null || statusCode !== 200) return null;
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Only what could be a public address: whoever listens on that port might not be the program that we take it for. */
function tunnelOf(program: Tunnel["program"], text: string, port: number | null): readonly Tunnel[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  const isPublic = url.protocol === "https:" && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname) && !/^[\d.]+$/.test(url.hostname);
  return isPublic && url.username === "" && url.pathname === "/" ? [{ program, url: url.origin, port }] : [];
}

/** ngrok says `http://localhost:3000`, `localhost:3000` or `3000`. */
function portOf(address: string | undefined): number | null {
  const digits = /(?:^|:)(\d{1,5})\/?$/.exec(address ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}
