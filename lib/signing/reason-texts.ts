/** What a person reads about a reason: what happened, why that matters, what to do next. One sentence each. */
export interface ReasonText {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

const keepSettings = "Correct the settings of this source and verify the request again.";

/** By the reasons that adapters give, and those of the door before any adapter. */
export const reasonTexts: Readonly<Record<string, ReasonText>> = {
  no_usable_key: {
    what: "This source has no key that could verify anything.",
    why: "No key was saved, or all of them have expired or were revoked by then.",
    next: "Save the provider's key and verify the request again.",
  },
  signature_missing: {
    what: "The request carries no signature where this provider puts it.",
    why: "Somebody else called this address, or the sender does not sign, or a proxy removed the header.",
    next: "Check in the provider's back office that signing is on for this address, and that no proxy drops headers.",
  },
  signature_malformed: {
    what: "The signature does not have the form that this provider writes.",
    why: "Other encodings, cut values and several values in one header are refused, since they would open side doors.",
    next: "Compare the received value with the formula below.",
  },
  signature_mismatch: {
    what: "The signature fits none of the keys.",
    why: "The sender used another key, or signed other bytes than those that arrived, or is not the provider.",
    next: "Compare the key here with the one in the provider's back office, then verify the request again.",
  },
  timestamp_missing: {
    what: "The signed time is missing.",
    why: "Without it an old message could be sent again at any time.",
    next: "Check that no proxy drops the header with the time.",
  },
  timestamp_malformed: {
    what: "The signed time is not a number of seconds.",
    why: "Only decimal digits are taken: readers that accept more disagree about what was signed.",
    next: "Have the sender write Unix seconds, digits only.",
  },
  timestamp_out_of_tolerance: {
    what: "The signed time is too far from this server's clock.",
    why: "A message that was caught and sent again later looks the same.",
    next: "Check the clocks of both sides. If the message was only late, the sender signs it anew when it tries again.",
  },
  header_families_mixed: {
    what: "The request carries headers of two signature schemes, webhook-* and svix-*.",
    why: "Combining them would let the id of one message join the signature of another.",
    next: "Have the sender send one family of headers only.",
  },
  body_not_signable: {
    what: "The body does not hold the fields that this provider signs.",
    why: "It is not JSON in UTF-8, or a signed field is missing or is a list or an object.",
    next: "Look at the body: it is probably not a message of this provider and scheme.",
  },
  malformed_json: {
    what: "The signature is right, but the body is not JSON in UTF-8.",
    why: "Nothing can be read from it, so it did not become an event.",
    next: "Ask the sender what it sends here.",
  },
  no_items: {
    what: "The message holds no item.",
    why: "Nothing in it was signed.",
    next: "Ask the sender what it sends here.",
  },
  other_merchant: {
    what: "The signature is right, but the message belongs to a merchant that this source does not list.",
    why: "Without separators or escaping one signature can fit several readings, and the list of merchants decides between them.",
    next: `If the merchant is yours, add it. ${keepSettings}`,
  },
  other_application: {
    what: "The signature is right, but the message belongs to another application.",
    why: "Each application has a source and a secret of its own.",
    next: keepSettings,
  },
  unsupported_version: {
    what: "The signature is right, but the message has an API version that is not supported.",
    why: "Other versions sign and name things differently.",
    next: "Set version 1.3 in the requests that you send to the provider.",
  },
  unsupported_message: {
    what: "The signature is right, but this kind of message is not supported.",
    why: "It tells nothing about payments.",
    next: "Have it sent to another address.",
  },
  wrong_mode: {
    what: "The signature is right, but the message is of the other mode: test and live do not fit.",
    why: "A test payment must never count as a real one.",
    next: "Use this address for its own mode, and make a second source for the other one.",
  },
  duplicate_members: {
    what: "A member stands twice in the body.",
    why: "Two readers would see two different messages under one signature.",
    next: "Do not act on it before the provider has confirmed the payment; no provider writes such messages.",
  },
  not_canonical: {
    what: "The signed fields can be read in more than one way.",
    why: "The provider joins the fields without separators, so that shifted digits keep the signature.",
    next: "Do not act on it before the provider has confirmed the payment.",
  },
  body_too_large: {
    what: "The body is larger than this installation takes.",
    why: "Larger bodies are refused before they are read.",
    next: "Raise BODY_LIMIT_BYTES if the provider really sends such messages.",
  },
  content_encoded: {
    what: "The body is compressed or otherwise encoded.",
    why: "Signatures cover the plain bytes, and no provider documents compressed messages.",
    next: "Switch compression off at the sender or at the proxy in between.",
  },
};

/** The text of a reason; one for reasons that this version does not know. */
export function textOfReason(reason: string): ReasonText {
  return Object.hasOwn(reasonTexts, reason) && reasonTexts[reason] !== undefined
    ? reasonTexts[reason]
    : { what: "The request was not accepted.", why: `The recorded reason is "${reason}".`, next: "Look at the request itself." };
}
