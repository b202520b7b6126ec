import { hmac, toHex, utf8Bytes } from "#lib/signing/digest";

/** Every target gets these bodies, signed, so that making them costs the same for all. */
export const bodyBytes = 1300;
export const signatureHeader = "X-Signature";

const letters = "abcdefghijklmnopqrstuvwxyz";
const idLetters = 8;

/** `evt_` and eight letters: unique for 200 billion numbers, and never taken for a card number. */
export function eventId(prefix: string, number: number): string {
  let text = "";
  for (let rest = number; text.length < idLetters; rest = Math.floor(rest / letters.length)) text = letters.charAt(rest % letters.length) + text;
  return `evt_${prefix}${text}`;
}

export interface BenchMessage {
  readonly body: Uint8Array;
  readonly signature: string;
}

/** Makes payments of a generic gateway, 1.3 kB each, signed by HMAC-SHA256 in hex. `prefix` is lower-case letters. */
export function messageMaker(prefix: string, secret: string): (number: number) => BenchMessage {
  const key = utf8Bytes(secret);
  const write = (id: string, note: string): string =>
    JSON.stringify({
      id,
      event: "payment.completed",
      created_at: "2026-11-20T12:00:00Z",
      data: {
        id: id.replace("evt_", "pay_"),
        amount: 2599,
        currency: "EUR",
        status: "completed",
        reference: id.replace("evt_", "ord-"),
        customer: { id: "cus-48213", name: "Zoë O’Brien", email: "zoe@example.com", country: "IE" },
        card: { brand: "visa", last4: "1111" },
        note,
      },
    });
  const bare = Buffer.byteLength(write(eventId(prefix, 0), ""));
  const note = "A line of the order, such as a jar of honey. ".repeat(40).slice(0, bodyBytes - bare);
  return (number) => {
    const body = utf8Bytes(write(eventId(prefix, number), note));
    return { body, signature: toHex(hmac("sha256", key, body)) };
  };
}
