import type { HeaderMap, NormalisedEvent, ProviderId, ReadEvent } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import type { FoldMessage } from "./fold-input.ts";
import { readReading } from "./kept-reading.ts";
import type { KeptCopy, KeptMessage } from "./kept-readings.sql.ts";
import { type PaymentPlace, placeOf } from "./payment-groups.ts";
import type { StoredCopy, StoredMessage } from "./stored-messages.sql.ts";
import { storable } from "./storable.ts";

/** An event that came while its transaction was closed by hand; kept whatever happens to the closing. */
export const afterCloseFlag = "after_manual_close";

/** A stored event as its adapter reads it with the settings of now. */
export interface Message {
  readonly row: StoredMessage;
  readonly provider: ProviderId;
  readonly event: NormalisedEvent;
  readonly reading: FoldMessage["reading"];
  readonly place: PaymentPlace;
}

/** Throws where the provider is unknown or the settings do not fit it. */
export function readMessage(row: StoredMessage): Message {
  const { provider } = row;
  if (!isProviderId(provider)) throw new Error(`unknown provider "${provider}"`);
  const { event, payment: reading } = readBytes(row, row);
  return { row, provider, event, reading, place: placeOf(reading) };
}

/** A later copy of an event, as a message of its own. */
export function readCopy(message: Message, copy: StoredCopy): FoldMessage {
  const { event, payment } = readBytes(message.row, copy);
  return { ...foldMessage(message, false), references: event.references, reading: payment };
}

/** Its bytes are gone, and the row says what is known of the person. */
export function isKept({ row }: Message): boolean {
  return row.body.length === 0;
}

/** A message of which only what it said is kept. */
export function readKept(kept: KeptMessage): Message {
  const { reading: json, ...row } = kept;
  const { provider } = row;
  if (!isProviderId(provider)) throw new Error(`unknown provider "${provider}"`);
  const reading = readReading(json);
  // Its flag of a closing by hand is the row's own, as for every message.
  const event = { type: row.type ?? "", providerType: row.providerType ?? "", occurredAt: row.occurredAt, references: row.references, flags: row.flags.filter((flag) => flag !== afterCloseFlag) };
  return { row, provider, event, reading, place: placeOf(reading) };
}

/** The same for a copy of a message. */
export function readKeptCopy(message: Message, { references, reading }: KeptCopy): FoldMessage {
  return { ...foldMessage(message, false), references, reading: readReading(reading) };
}

export function foldMessage({ row, event, reading }: Message, isAfterClose: boolean): FoldMessage {
  return { eventId: row.id, identity: row.identity, contentHash: row.contentHash, references: event.references, isAfterClose: isAfterClose || row.flags.includes(afterCloseFlag), reading };
}

const noHeaders: HeaderMap = new Map();
const escape = Buffer.from("\\u");

function readBytes({ provider, settings, mode }: StoredMessage, { headers, body, itemIndex, erased }: StoredCopy): ReadEvent {
  if (!isProviderId(provider)) throw new Error(`unknown provider "${provider}"`);
  const read = providerById(provider).read({
    settings: settingsFrom(settings),
    mode: mode === "live" ? "live" : "test",
    headers: headers === null ? noHeaders : headersFrom(headers),
    body,
    itemIndex,
  });
  // Only an escape can bring what PostgreSQL's text refuses.
  const kept = Buffer.from(body.buffer, body.byteOffset, body.length).includes(escape) ? storable(read) : read;
  return erased ? withoutPerson(kept) : kept;
}

/** What stands in overwritten fields is nobody's name. */
function withoutPerson(read: ReadEvent): ReadEvent {
  const { details } = read.payment;
  const { reference, country } = details.customer;
  return { ...read, payment: { ...read.payment, details: { ...details, customer: { reference: reference?.includes("***") === true ? null : reference, name: null, email: null, country } } } };
}

/** One object for one text: adapters parse an object's settings once. */
const settingsByText = new Map<string, unknown>();
const mostSettings = 1_000;

function settingsFrom(text: string): unknown {
  const known = settingsByText.get(text);
  if (known !== undefined) return known;
  if (settingsByText.size >= mostSettings) settingsByText.clear();
  const settings: unknown = JSON.parse(text);
  settingsByText.set(text, settings);
  return settings;
}

function headersFrom(text: string): HeaderMap {
  const lines: unknown = JSON.parse(text);
  const map = new Map<string, string>();
  for (const line of Array.isArray(lines) ? lines : []) {
    if (Array.isArray(line) && typeof line[0] === "string" && typeof line[1] === "string") map.set(line[0].toLowerCase(), line[1]);
  }
  return map;
}
