import type { AuditEntryView } from "#lib/audit/audit-shape";

const pagesOfSubjects: ReadonlyMap<string, string> = new Map([
  ["source", "/sources/"],
  ["transaction", "/transactions/"],
  ["event", "/events/"],
  ["request", "/requests/"],
  ["endpoint", "/endpoints/"],
  ["delivery", "/deliveries/"],
  ["replay", "/replays/"],
  ["ruleSet", "/validations/rules/"],
  ["validationList", "/validations/lists/"],
  ["validation", "/validations/"],
  ["rebuild", "/transactions/rebuilds/"],
  ["sandboxSession", "/sandbox/sessions/"],
]);

/** The page of what an entry is about; `null` where there is none. */
export function subjectHref({ type, id }: AuditEntryView["subject"]): string | null {
  const start = pagesOfSubjects.get(type);
  return start === undefined || id === null || !id.includes("_") ? null : `${start}${encodeURIComponent(id)}`;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["user", "Person"],
  ["apiKey", "API key"],
  ["cli", "Command line"],
  ["worker", "Worker"],
  ["setup", "First start"],
  ["visitor", "Visitor"],
]);

export function actorKind(type: string): string {
  return kinds.get(type) ?? type;
}

/** `source.rotateToken` as people say it: "rotate token". */
export function verbWords(action: string): string {
  return (action.split(".").at(-1) ?? action).replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

export interface Difference {
  readonly path: string;
  /** `null`: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What changed, member by member, where an entry tells before and after; `null` where it does not. */
export function differencesOf(details: AuditEntryView["details"]): readonly Difference[] | null {
  const { before, after } = details;
  if (before === undefined && after === undefined) return null;
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const difference = { path, before: old.get(path) ?? null, after: now.get(path) ?? null };
    return difference.before === difference.after ? [] : [difference];
  });
}

/** What an entry tells beside before and after. */
export function otherDetails(details: AuditEntryView["details"]): readonly { readonly name: string; readonly value: string }[] {
  return [...flatten(Object.fromEntries(Object.entries(details).filter(([name]) => name !== "before" && name !== "after")))].map(([name, value]) => ({ name, value }));
}

/** Members by their path, values as text; lists stay in one piece. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map([[path === "" ? "value" : path, textOf(value)]]);
  return new Map(Object.entries(value).flatMap(([name, member]) => [...flatten(member, path === "" ? name : `${path}.${name}`)]));
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value === "" ? "“”" : value;
  if (value === null) return "none";
  if (Array.isArray(value) && value.every((item) => typeof item === "string" || typeof item === "number")) return value.length === 0 ? "none" : value.join(", ");
  return JSON.stringify(value);
}
