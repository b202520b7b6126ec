"use client";

import { Ellipsis, Eye, Network, Pause, Pencil, Play, RefreshCw, Trash2, Unplug } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { formatCount } from "../ui/money-format.ts";
import { useToast } from "../ui/toast.tsx";
import { CheckDialog } from "./check-dialog.tsx";
import { RevealSecrets } from "./reveal-secrets.tsx";

interface EndpointActionsProps {
  readonly endpoint: Endpoint;
  readonly name: string;
  /** Deliveries that wait for it. */
  readonly waiting: number;
  /** True where not all of them were counted. */
  readonly hasMoreWaiting: boolean;
}

/** What an admin may do with an endpoint. */
export function EndpointActions({ endpoint, name, waiting, hasMoreWaiting }: EndpointActionsProps) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"check" | "reveal" | "disable" | "delete" | null>(null);
  const close = () => setAsking(null);
  const path = `/endpoints/${endpoint.id}`;
  const done = (text: string) => {
    close();
    toast(text);
    router.refresh();
  };
  const setStatus = async (status: Endpoint["status"], said: string) => {
    const result = await apiCall("PATCH", path, { status });
    if (result.ok) done(said);
    else toast(result.detail, "bad");
  };
  const deliveries = waiting === 0 ? "No delivery waits for it now." : `${hasMoreWaiting ? "More than " : ""}${formatCount(waiting)} ${waiting === 1 ? "delivery waits" : "deliveries wait"} for it now.`;

  return (
    <>
      {endpoint.status === "enabled" ? (
        <Button onClick={() => void setStatus("paused", "Paused: deliveries wait.")}>
          <Pause aria-hidden className="size-4" />
          Pause
        </Button>
      ) : (
        <Button look="primary" onClick={() => void setStatus("enabled", "It is enabled: deliveries go out.")}>
          <Play aria-hidden className="size-4" />
          {endpoint.status === "paused" ? "Resume" : "Enable"}
        </Button>
      )}
      <Menu label="Actions of this endpoint" trigger={<Ellipsis aria-hidden className="size-4" />} triggerClassName="flex size-8 items-center justify-center rounded-md border text-soft hover:bg-hover hover:text-ink max-md:size-10">
        <MenuItem icon={<Pencil aria-hidden className="size-4" />} onSelect={() => router.push(`/endpoints/${endpoint.id}/edit`)}>
          Change
        </MenuItem>
        <MenuItem icon={<Network aria-hidden className="size-4" />} onSelect={() => setAsking("check")}>
          Check the URL
        </MenuItem>
        <MenuItem icon={<RefreshCw aria-hidden className="size-4" />} onSelect={() => router.push(`${path}/rotate`)}>
          Rotate the secret
        </MenuItem>
        <MenuItem icon={<Eye aria-hidden className="size-4" />} onSelect={() => setAsking("reveal")}>
          Reveal the secret
        </MenuItem>
        {endpoint.status === "disabled" ? null : (
          <MenuItem icon={<Unplug aria-hidden className="size-4" />} onSelect={() => setAsking("disable")}>
            Disable
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 aria-hidden className="size-4" />} onSelect={() => setAsking("delete")}>
          Delete
        </MenuItem>
      </Menu>
      <CheckDialog open={asking === "check"} onClose={close} endpointId={endpoint.id} />
      <RevealSecrets open={asking === "reveal"} onClose={close} endpointId={endpoint.id} name={name} />
      <DangerDialog open={asking === "disable"} onClose={close} title={`Disable ${name}`} confirm="Disable the endpoint" auditAction="endpoint.update" act={() => apiCall("PATCH", path, { status: "disabled" })} onDone={() => done("It is disabled.")}>
        <p>From this moment on no deliveries are made for it, and those that wait end as failed. {deliveries} To hold them back instead, pause it. What it misses can be sent to it later.</p>
      </DangerDialog>
      <DangerDialog
        open={asking === "delete"}
        onClose={close}
        title={`Delete ${name}`}
        confirm="Delete the endpoint"
        auditAction="endpoint.delete"
        act={() => apiCall("DELETE", path)}
        onDone={() => {
          close();
          toast(`${name} is deleted.`);
          router.push("/endpoints");
          router.refresh();
        }}
      >
        <p>Its secrets and headers are gone for good, and deliveries that wait for it are canceled. {deliveries} What was sent stays readable.</p>
      </DangerDialog>
    </>
  );
}
