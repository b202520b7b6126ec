import type { Mode } from "#lib/providers/provider";
import { seededRandom } from "./randomness.ts";
import { writeMessage } from "./sign-message.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";
import type { SimulatedMessage } from "./simulation.ts";
import type { StatedTransaction, Story, StoryStep } from "./story.ts";

export interface Telling {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mode: Mode;
  readonly payment: SimulatedPayment;
  /** When the story begins; each message tells of its own time after it. */
  readonly startSeconds: number;
  /** The same seed gives the same ids. */
  readonly seed: string;
}

/** A message of a story with its time. */
export interface ToldMessage {
  /** The provider's own time of what it tells, in Unix seconds. */
  readonly atSeconds: number;
  readonly message: SimulatedMessage;
  /** The same identity with another content, as no honest provider sends it. */
  readonly twin: () => SimulatedMessage;
}

export interface ToldStory {
  readonly messages: readonly ToldMessage[];
  readonly ends: readonly StatedTransaction[];
}

/** Writes the messages of a story, each unsigned and with its time. Pure: one seed gives one story. */
export function tellStory(story: Story, telling: Telling): ToldStory {
  const { steps, ends } = story.course(telling.payment);
  let atSeconds = telling.startSeconds;
  const messages = steps.map((step, index): ToldMessage => {
    atSeconds += step.afterSeconds;
    const at = atSeconds;
    const write = (told: StoryStep): SimulatedMessage =>
      writeMessage({ provider: story.provider, settings: telling.settings, mode: telling.mode, ...told, nowSeconds: at, random: seededRandom(`${telling.seed} ${telling.payment.id} ${String(index)}`) });
    return { atSeconds: at, message: write(step), twin: () => write(twinOf(story, step)) };
  });
  return { messages, ends };
}

/** How long a story takes from its first message to its last. */
export function durationSeconds(story: Story, payment: SimulatedPayment): number {
  return story.course(payment).steps.slice(1).reduce((sum, { afterSeconds }) => sum + afterSeconds, 0);
}

/** Changed where the identity of the message does not look: Praxis takes the amount into it, the others sign or hash all that differs. */
function twinOf({ provider }: Story, step: StoryStep): StoryStep {
  const { payment, operation } = step;
  const { customer, card, orderReference } = payment;
  if (provider === "praxis") return { ...step, payment: { ...payment, customer: { ...customer, token: customer.token.split("").reverse().join("") } } };
  const another = {
    ...payment,
    orderReference: `${orderReference}-2`,
    amountMinor: payment.amountMinor + 100n,
    customer: { ...customer, reference: `${customer.reference}-2`, firstName: `${customer.firstName}a`, email: `not-${customer.email}` },
    card: { ...card, brand: card.brand === "visa" ? "mc" : "visa" },
  };
  return { ...step, payment: another, operation: { ...operation, amountMinor: operation.amountMinor + 100n } };
}
