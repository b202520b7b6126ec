import type { z } from "zod";
import type { MessageKind, Mode, ProviderId } from "#lib/providers/provider";
import type { Random } from "./randomness.ts";
import { type SimulatedOperation, wholeOf } from "./simulated-operation.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

/** What goes over the wire. Header names as the provider writes them. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** How much of the body reaches the receiver before the connection breaks; all of it unless given. */
  readonly sentBytes?: number;
}

/** A message that is written but not yet signed: providers sign again at every attempt, often with a new time. */
export interface SimulatedMessage {
  readonly kind: MessageKind;
  readonly type: string;
  /** A piece of the body whose first place is signed: whoever changes it there breaks the signature. */
  readonly covered: string;
  /** One signature per secret where the provider's scheme has room, else by the first. Throws `SimulationError` on a key that cannot sign. */
  readonly sign: (secrets: readonly [string, ...string[]], nowSeconds: number) => SignedMessage;
}

export interface MessageInput<Settings> {
  readonly settings: Settings;
  readonly mode: Mode;
  /** One of `types(settings)`. */
  readonly type: string;
  readonly payment: SimulatedPayment;
  /** Which capture, refund, dispute or payout of the payment it tells of; the whole payment unless given. */
  readonly operation?: SimulatedOperation;
  readonly nowSeconds: number;
  readonly random: Random;
}

/** As a provider's file takes it: nothing left out. */
export interface WritingInput<Settings> extends MessageInput<Settings> {
  readonly operation: SimulatedOperation;
}

/** One provider, played by us: writes and signs what it would send. No I/O and no clock. */
export interface Simulation<Settings = unknown> {
  readonly id: ProviderId;
  /** What of the source's settings the sender's side depends on. */
  readonly settings: z.ZodType<Settings>;
  /** Settings of a believable account, under whatever the caller gives. */
  readonly demoSettings: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** The messages it can send, the most usual one first. */
  readonly types: (settings: Settings) => readonly [string, ...string[]];
  readonly message: (input: MessageInput<Settings>) => SimulatedMessage;
}

/** A message that cannot be made as asked, in words for the person who asked. */
export class SimulationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SimulationError";
  }
}

/** Hides the settings' type behind the common shape, which parses them first (and throws zod's error when it cannot) and fills in the operation. */
export function defineSimulation<Settings>(simulation: Omit<Simulation<Settings>, "message"> & { readonly message: (input: WritingInput<Settings>) => SimulatedMessage }): Simulation {
  return {
    ...simulation,
    types: (settings) => simulation.types(simulation.settings.parse(settings)),
    message: (input) => simulation.message({ ...input, operation: input.operation ?? wholeOf(input.payment), settings: simulation.settings.parse(input.settings) }),
  };
}

/** The entry of a table of message types; the caller's type was checked against the same table. */
export function entryOf<Entry>(table: Readonly<Record<string, Entry>>, type: string): Entry {
  const entry = Object.hasOwn(table, type) ? table[type] : undefined;
  if (entry === undefined) throw new SimulationError(`There is no message "${type}". There are: ${Object.keys(table).join(", ")}.`);
  return entry;
}

/** The names of such a table, in its order. */
export function typesOf(table: Readonly<Record<string, unknown>>): readonly [string, ...string[]] {
  const [first, ...others] = Object.keys(table);
  if (first === undefined) throw new SimulationError("This provider has no messages.");
  return [first, ...others];
}
