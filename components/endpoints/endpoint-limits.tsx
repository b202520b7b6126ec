"use client";

import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import type { EndpointForm } from "./endpoint-form-model.ts";
import { HeaderFields } from "./header-fields.tsx";

interface EndpointLimitsProps {
  readonly form: EndpointForm;
  readonly onChange: (part: Partial<EndpointForm>) => void;
  readonly errorOf: (path: string) => string | undefined;
  /** Of the headers that are there already. */
  readonly headerNames: readonly string[];
  readonly isOpen: boolean;
}

/** What has a good default: headers, limits and the retry schedule. */
export function EndpointLimits({ form, onChange, errorOf, headerNames, isOpen }: EndpointLimitsProps) {
  return (
    <details className="rounded-md border" {...(isOpen ? { open: true } : {})}>
      <summary className="px-3 py-2 text-sm font-medium">Headers, limits and retries, each with a default</summary>
      <div className="flex flex-col gap-4 border-t p-3">
        {form.headers === null ? (
          <div className="flex flex-wrap items-center gap-3">
            <p className="text-sm">
              Own headers: <span className="font-mono text-xs">{headerNames.join(", ")}</span>. They stay as they are.
            </p>
            <Button onClick={() => onChange({ headers: headerNames.map((name, key) => ({ key, name, value: "" })) })}>Replace them</Button>
          </div>
        ) : (
          <HeaderFields lines={form.headers} onChange={(headers) => onChange({ headers })} errorOf={(name) => (name === "" ? undefined : errorOf(`headers.${name}`))} />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Deliveries per second at most" optional type="number" min={1} max={10_000} value={form.ratePerSecond} onChange={(event) => onChange({ ratePerSecond: event.target.value })} error={errorOf("ratePerSecond")} hint="Empty: no limit." />
          <TextField label="Requests at once at most" type="number" required min={1} max={1_000} value={form.maxInFlight} onChange={(event) => onChange({ maxInFlight: event.target.value })} error={errorOf("maxInFlight")} />
        </div>
        <TextField label="Wait between attempts" optional value={form.schedule} onChange={(event) => onChange({ schedule: event.target.value })} placeholder="5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h, 8 h" error={errorOf("retry")} hint="One duration per retry, 24 hours in all. Empty: the default that stands here in grey." />
      </div>
    </details>
  );
}
