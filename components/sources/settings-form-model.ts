import { listOf, memberOf, textOf } from "../schema-members.ts";

/** A field of a settings form, made from one property of the adapter's JSON Schema. */
export interface SettingsField {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly kind: "text" | "number" | "list" | "choice" | "flag";
  readonly choices: readonly string[];
  /** What the form starts with. */
  readonly initial: string;
  readonly required: boolean;
  /** True where leaving it empty means "none". */
  readonly nullable: boolean;
}

/** One way in which a provider can be set up; most have exactly one. */
export interface SettingsVariant {
  /** The value of the property that tells the variants apart; `null` for the only one. */
  readonly value: string | null;
  readonly title: string;
  readonly description: string | null;
  readonly fields: readonly SettingsField[];
}

export interface SettingsFormModel {
  /** The property that tells the variants apart. */
  readonly discriminator: string | null;
  readonly variants: readonly [SettingsVariant, ...SettingsVariant[]];
}

/** The texts in a form's fields, by field name. */
export type SettingsTexts = Readonly<Record<string, string>>;

/** Reads the JSON Schema of an adapter's settings. What it cannot draw becomes a plain text field. */
export function settingsFormModel(schema: unknown): SettingsFormModel {
  const options = listOf(schema, "oneOf") ?? listOf(schema, "anyOf");
  if (options === null) return { discriminator: null, variants: [variantOf(schema, null)] };
  const discriminator = Object.entries(objectOf(options[0], "properties")).find(([, property]) => textOf(property, "const") !== null)?.[0] ?? null;
  const [first, ...rest] = options.map((option) => variantOf(option, discriminator));
  return { discriminator, variants: [first ?? variantOf({}, null), ...rest] };
}

function variantOf(schema: unknown, discriminator: string | null): SettingsVariant {
  const properties = objectOf(schema, "properties");
  const required = new Set(listOf(schema, "required"));
  const tag = discriminator === null ? undefined : properties[discriminator];
  return {
    value: tag === undefined ? null : textOf(tag, "const"),
    title: textOf(schema, "title") ?? textOf(tag, "const") ?? "Settings",
    description: textOf(tag, "description"),
    fields: Object.entries(properties).flatMap(([name, property]) => (name === discriminator ? [] : [fieldOf(name, property, required.has(name))])),
  };
}

function fieldOf(name: string, property: unknown, required: boolean): SettingsField {
  const alternatives = listOf(property, "anyOf") ?? listOf(property, "oneOf") ?? [];
  const nullable = alternatives.some((option) => textOf(option, "type") === "null");
  const core = alternatives.find((option) => textOf(option, "type") !== "null") ?? property;
  const choices = (listOf(core, "enum") ?? []).filter((choice) => typeof choice === "string");
  const start: unknown = memberOf(property, "default") ?? memberOf(core, "default");
  const hasDefault = memberOf(property, "default") !== undefined || memberOf(core, "default") !== undefined;
  return {
    name,
    title: textOf(property, "title") ?? textOf(core, "title") ?? name,
    description: textOf(property, "description") ?? textOf(core, "description"),
    kind: choices.length > 0 ? "choice" : kindOf(textOf(core, "type")),
    choices,
    initial: writeInitial(start) ?? "",
    required: required && !hasDefault && !nullable,
    nullable,
  };
}

function kindOf(type: string | null): SettingsField["kind"] {
  if (type === "integer" || type === "number") return "number";
  if (type === "array") return "list";
  return type === "boolean" ? "flag" : "text";
}

function writeInitial(value: unknown): string | null {
  if (Array.isArray(value)) return value.map(String).join("\n");
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The texts that a form starts with: the settings that are there, else the schema's defaults. */
export function initialTexts(variant: SettingsVariant, settings: Readonly<Record<string, unknown>> = {}): SettingsTexts {
  return Object.fromEntries(variant.fields.map((field) => [field.name, writeInitial(settings[field.name]) ?? field.initial]));
}

/** The settings that the texts stand for. What is empty is left out, so that the schema's default holds. */
export function settingsOf(model: SettingsFormModel, variant: SettingsVariant, texts: SettingsTexts): Record<string, unknown> {
  const entries = variant.fields.flatMap((field): [string, unknown][] => {
    const text = (texts[field.name] ?? "").trim();
    if (field.kind === "flag") return [[field.name, text === "true"]];
    if (text === "") return field.nullable ? [[field.name, null]] : [];
    return [[field.name, readText(field, text)]];
  });
  return Object.fromEntries(model.discriminator === null || variant.value === null ? entries : [[model.discriminator, variant.value], ...entries]);
}

/** A number that is none stays text, so that the API names the field. */
function readText(field: SettingsField, text: string): unknown {
  if (field.kind === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (field.kind === "list") return text.split(/[\n,]/).map((part) => part.trim()).filter((part) => part !== "");
  return text;
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const member = memberOf(value, name);
  return typeof member === "object" && member !== null ? Object.fromEntries(Object.entries(member)) : {};
}

/** The settings that are not what the schema gives by itself. */
export function chosenSettings(schema: unknown, settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const model = settingsFormModel(schema);
  const tag = model.discriminator === null ? null : settings[model.discriminator];
  const variant = model.variants.find(({ value }) => value === tag) ?? model.variants[0];
  const initial = initialTexts(variant);
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== null && value !== "" && writeInitial(value) !== initial[name]));
}
