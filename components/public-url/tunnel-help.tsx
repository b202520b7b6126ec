"use client";

import { RefreshCw } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Notice } from "../ui/notice.tsx";
import { type FoundTunnel, readTunnels } from "./read-found.ts";
import { localPort, tunnelCommands } from "./tunnel-commands.ts";
import { UseAddress } from "./use-address.tsx";

interface TunnelHelpProps {
  readonly localUrl: string;
  /** `environment`: PUBLIC_URL is set, and nobody changes it here. `role`: this person may not. */
  readonly change: "here" | "environment" | "role";
}

/** For an address that nobody on the internet can call: what opens a tunnel, and those that run already. */
export function TunnelHelp({ localUrl, change }: TunnelHelpProps) {
  return (
    <Notice tone="info" title="This address is reachable from this machine or network only">
      <p>A provider on the internet cannot call it. Open a tunnel to it: run one of these beside Countersign. Test messages from here work as it is.</p>
      <div className="mt-1 flex flex-col gap-3">
        {tunnelCommands(localUrl).map(({ program, command }) => (
          <CodeBlock key={program} text={command} what={`command for ${program}`} label={program} wrap />
        ))}
        <RunningTunnels localUrl={localUrl} change={change} />
      </div>
    </Notice>
  );
}

function RunningTunnels({ localUrl, change }: TunnelHelpProps) {
  const [tunnels, setTunnels] = useState<readonly FoundTunnel[] | "looking" | "unknown">("looking");
  const look = useCallback(async () => {
    const result = await apiCall("GET", "/settings/public-url/tunnels");
    setTunnels(result.ok ? readTunnels(result.body) : "unknown");
  }, []);
  useEffect(() => {
    void look();
  }, [look]);
  const again = () => {
    setTunnels("looking");
    void look();
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p role="status">{statusText(tunnels)}</p>
        <Button busy={tunnels === "looking"} onClick={again}>
          <RefreshCw aria-hidden className="size-4" />
          Look again
        </Button>
      </div>
      {typeof tunnels === "string" ? null : tunnels.map((tunnel) => <TunnelRow key={tunnel.url} tunnel={tunnel} port={localPort(localUrl)} change={change} />)}
    </div>
  );
}

function statusText(tunnels: readonly FoundTunnel[] | "looking" | "unknown"): string {
  if (tunnels === "looking") return "Looking for a tunnel that runs on this machine.";
  if (tunnels === "unknown") return "Whether a tunnel runs could not be found out. Try again in a moment.";
  if (tunnels.length === 0) return "No tunnel runs on this machine, as far as ngrok and cloudflared tell.";
  return tunnels.length === 1 ? "A tunnel runs on this machine." : `${String(tunnels.length)} tunnels run on this machine.`;
}

function TunnelRow({ tunnel, port, change }: { readonly tunnel: FoundTunnel; readonly port: number } & Pick<TunnelHelpProps, "change">) {
  const elsewhere = tunnel.port !== null && tunnel.port !== port;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border bg-page p-3">
      <div className="min-w-0">
        <p className="font-mono text-xs break-all">{tunnel.url}</p>
        <p className="text-sm text-soft">
          {tunnel.program}
          {elsewhere ? `, but it leads to port ${String(tunnel.port)}, and Countersign is on ${String(port)}` : ""}
        </p>
      </div>
      {change === "here" && !elsewhere ? <UseAddress url={tunnel.url} /> : null}
      {change === "environment" && !elsewhere ? (
        <p className="text-sm">
          To use it, set <code className="font-mono text-xs">PUBLIC_URL</code> to it and start again.
        </p>
      ) : null}
      {change === "role" && !elsewhere ? <p className="text-sm">An admin can make it the public address.</p> : null}
    </div>
  );
}
