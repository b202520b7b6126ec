import { z } from "zod";
import { toleranceField } from "./settings-fields.ts";

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "A header name has letters, digits and hyphens, such as X-Signature")
  // Credentials are not stored with a request, and what is not stored cannot be verified again.
  .refine((name) => !/^(authorization|proxy-authorization|cookie|x-countersign-.*)$/i.test(name), "This header is not kept with a request, so it cannot hold a signature");
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, "A JSON pointer starts with a slash, such as /data/id")
  .nullable()
  .default(null);

/** How a gateway signs and where it puts things; every field is stated, nothing is tried. */
export const gatewayProfile = z
  .strictObject({
    header: headerName.default("X-Signature").meta({ title: "Signature header", description: "The header that holds the signature." }),
    algorithm: z.enum(["sha256", "sha512"]).default("sha256").meta({ title: "Algorithm", description: "The hash of the HMAC." }),
    encoding: z.enum(["hex", "base64"]).default("hex").meta({ title: "Encoding", description: "How the signature is written. Hex is lower-case, base64 is padded." }),
    prefix: z.string().max(40).default("").meta({ title: "Prefix", description: "Text before the signature in its header, such as sha256=. Usually none." }),
    keyEncoding: z.enum(["utf8", "hex", "base64"]).default("utf8").meta({ title: "Key encoding", description: "How the key's text becomes bytes. Most gateways take the text itself (utf8)." }),
    timestampHeader: headerName.nullable().default(null).meta({ title: "Timestamp header", description: "The header with the signed time in Unix seconds, if the gateway sends one." }),
    content: z.enum(["{body}", "{ts}.{body}"]).nullable().default(null).meta({ title: "Signed content", description: "What is signed. Without a timestamp header the body, with one the time, a full stop and the body." }),
    toleranceSeconds: toleranceField(3600),
    idPath: pointer.meta({ title: "Event id", description: "JSON pointer to the event's id. Usual: /id or /event_id." }),
    typePath: pointer.meta({ title: "Event type", description: "JSON pointer to the event's type. Usual: /event or /type." }),
    timePath: pointer.meta({ title: "Event time", description: "JSON pointer to the time. Usual: /created_at, /timestamp or /created." }),
    amountPath: pointer.meta({ title: "Amount", description: "JSON pointer to the amount. Usual: /data/amount." }),
    currencyPath: pointer.meta({ title: "Currency", description: "JSON pointer to the currency. Usual: /data/currency." }),
    paymentPath: pointer.meta({ title: "Payment id", description: "JSON pointer to the payment's id. Usual: /data/payment_id, /data/payment or /data/id." }),
    refundPath: pointer.meta({ title: "Refund id", description: "JSON pointer to the refund's id. Usual: /data/refund_id or /data/id." }),
    amountUnit: z.enum(["minor", "major"]).default("minor").meta({ title: "Amounts are in", description: "Minor: 2599 is 25.99 EUR. Major: 25.99 is 25.99 EUR." }),
  })
  .superRefine((profile, context) => {
    if (profile.timestampHeader === null && profile.content === "{ts}.{body}") {
      context.addIssue({ code: "custom", path: ["timestampHeader"], message: "Name the header that holds the time: the signed content includes it" });
    }
    if (profile.timestampHeader !== null && profile.content === "{body}") {
      context.addIssue({ code: "custom", path: ["content"], message: "A time that is not signed proves nothing: choose {ts}.{body}, or leave the timestamp header out" });
    }
    if (profile.timestampHeader !== null && profile.timestampHeader.toLowerCase() === profile.header.toLowerCase()) {
      context.addIssue({ code: "custom", path: ["timestampHeader"], message: "This is the signature's own header" });
    }
  });
export type GatewayProfile = z.infer<typeof gatewayProfile>;
