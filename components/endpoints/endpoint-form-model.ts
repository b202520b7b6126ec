import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { formatSeconds, parseDurations } from "../ui/duration-format.ts";
import { otherTypes } from "./event-types.ts";
import type { HeaderLine } from "./header-fields.tsx";
import type { TypeChoice } from "./type-picker.tsx";

/** What stands in the form of an endpoint. */
export interface EndpointForm {
  readonly url: string;
  readonly description: string;
  readonly types: TypeChoice;
  readonly sourceIds: ReadonlySet<string>;
  readonly mode: "test" | "live";
  readonly format: "normalized" | "original";
  /** `null`: those that are there stay as they are. */
  readonly headers: readonly HeaderLine[] | null;
  readonly ratePerSecond: string;
  readonly maxInFlight: string;
  readonly schedule: string;
}

/** The form of an endpoint as it is, or of a new one. */
export function formOf(endpoint: Endpoint | null, mode: "test" | "live"): EndpointForm {
  if (endpoint === null) {
    return { url: "", description: "", types: { all: true, chosen: new Set(), others: "" }, sourceIds: new Set(), mode, format: "normalized", headers: [], ratePerSecond: "", maxInFlight: "64", schedule: "" };
  }
  const { types, headerNames } = endpoint;
  return {
    url: endpoint.url ?? "",
    description: endpoint.description,
    types: { all: types.length === 0 || types.includes("*"), chosen: new Set(types.filter((type) => !otherTypes([type]).includes(type) && type !== "*")), others: otherTypes(types).join(", ") },
    sourceIds: new Set(endpoint.sourceIds),
    mode: endpoint.mode,
    format: endpoint.format,
    headers: headerNames.length === 0 ? [] : null,
    ratePerSecond: endpoint.ratePerSecond === null ? "" : String(endpoint.ratePerSecond),
    maxInFlight: String(endpoint.maxInFlight),
    schedule: scheduleText(endpoint.retry.schedule),
  };
}

/** `5 s, 30 s, 2 min` */
export function scheduleText(schedule: readonly number[]): string {
  return schedule.map((seconds) => formatSeconds(seconds, 4)).join(", ");
}

/** What goes to the API; `null` where the schedule is no list of durations. */
export function bodyOf(form: EndpointForm): Readonly<Record<string, unknown>> | null {
  const schedule = parseDurations(form.schedule);
  if (schedule === null) return null;
  return {
    url: form.url.trim(),
    description: form.description.trim(),
    types: typesOf(form.types),
    sourceIds: [...form.sourceIds],
    mode: form.mode,
    format: form.format,
    ...(form.headers === null ? {} : { headers: Object.fromEntries(form.headers.filter(({ name }) => name.trim() !== "").map(({ name, value }) => [name.trim(), value])) }),
    ratePerSecond: form.ratePerSecond.trim() === "" ? null : Number(form.ratePerSecond),
    maxInFlight: Number(form.maxInFlight),
    retry: { schedule: schedule.length === 0 ? null : schedule },
  };
}

/** A family that is chosen whole makes its single types superfluous. */
function typesOf({ all, chosen, others }: TypeChoice): readonly string[] {
  if (all) return [];
  const own = others.split(/[\s,]+/).filter((text) => text !== "");
  return [...chosen].filter((type) => type.endsWith(".*") || !chosen.has(`${type.split(".")[0] ?? ""}.*`)).concat(own);
}
