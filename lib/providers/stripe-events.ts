import type { LexicalJson } from "#lib/signing/lexical-json";
import { stripeDetails } from "./stripe-details.ts";
import { stripeExponent } from "./currency-exponents.ts";
import { type EventReading, unknownReading, withoutFacts } from "./event-reading.ts";
import type { Fact, FactKind, Money } from "./fact.ts";
import { moneyFromMinor } from "./money.ts";
import { idAt, memberOf, readPayload, scalarOf, textAt } from "./payload.ts";
import { timeFromEither } from "./provider-time.ts";

export function readStripeEvent(body: Uint8Array): EventReading {
  const payload = readPayload(body);
  if (payload === null) return unknownReading("malformed_json");
  const { value } = payload;
  const type = textAt(value, "type");
  if (type === null) return unknownReading("unknown_shape");
  const reading = readEnvelope(value, type);
  return payload.duplicates.length > 0 ? withoutFacts(reading, "duplicate_members") : reading;
}

function readEnvelope(value: LexicalJson, type: string): EventReading {
  const object = memberOf(value, "data", "object");
  const at = timeFromEither(textAt(value, "created"));
  const facts = object === null ? [] : factsOf(type, object, at);
  // Movements of money within a dispute; its opening and its end have events of their own.
  const isMovement = type === "charge.dispute.funds_withdrawn" || type === "charge.dispute.funds_reinstated";
  return {
    providerType: type,
    type: typesByName.get(type) ?? (isMovement && facts.length > 0 ? "dispute.updated" : null),
    occurredAt: at,
    references: [
      paymentOf(object), textAt(object, "id"), idAt(object, "latest_charge"), idAt(object, "charge"), idAt(object, "customer"),
      idAt(object, "invoice"), textAt(object, "client_reference_id"), textAt(object, "metadata", "order_id"),
      textAt(value, "related_object", "id"), textAt(value, "id"),
    ],
    // Thin events carry no object: what happened is only known after a call to Stripe.
    flags: object === null ? ["unknown_shape"] : [],
    facts,
    details: stripeDetails(type, object, facts.length > 0),
  };
}

const typesByName: ReadonlyMap<string, string> = new Map([
  ["customer.created", "customer.created"],
  ["customer.updated", "customer.updated"],
]);

/** The payment of an object: its intent, else its charge, else itself. */
function paymentOf(object: LexicalJson | null): string | null {
  const kind = textAt(object, "object");
  const own = kind === "payment_intent" || kind === "charge" ? textAt(object, "id") : null;
  return kind === "payment_intent" ? own : (idAt(object, "payment_intent") ?? idAt(object, "charge") ?? own);
}

/** Facts of one amount under one operation. */
interface Draft {
  readonly kind: FactKind;
  readonly operation: string | null;
  /** The member that holds the amount, or the amount itself. */
  readonly amount: string | Money | null;
  readonly implied?: boolean;
}

function factsOf(type: string, object: LexicalJson, at: Date | null): readonly Fact[] {
  // Before its payment exists, a checkout session stands for it.
  const payment = paymentOf(object) ?? (type.startsWith("checkout.session.") ? textAt(object, "id") : null);
  return draftsOf(type, object).flatMap(({ kind, operation, amount, implied = false }): readonly Fact[] => {
    if (operation === null) return [];
    const money = typeof amount === "string" ? moneyFrom(object, amount) : amount;
    return [{ kind, payment, operation, amount: money, at, implied, scope: type === "checkout.session.expired" ? "session" : "payment" }];
  });
}

function moneyFrom(object: LexicalJson, member: string): Money | null {
  return moneyFromMinor(textAt(object, member), textAt(object, "currency"), stripeExponent);
}

function draftsOf(type: string, object: LexicalJson): readonly Draft[] {
  if (type.startsWith("payment_intent.")) return intentDrafts(type, object);
  if (type.startsWith("charge.dispute.")) return disputeDrafts(type, object);
  if (type.startsWith("refund.") || type === "charge.refund.updated") return refundDrafts(type, object);
  if (type.startsWith("charge.")) return chargeDrafts(type, object);
  return type.startsWith("checkout.session.") ? sessionDrafts(type, object) : [];
}

function intentDrafts(type: string, object: LexicalJson): readonly Draft[] {
  const operation = textAt(object, "id");
  const one = (kind: FactKind, amount: Draft["amount"] = "amount"): readonly Draft[] => [{ kind, operation, amount }];
  switch (type) {
    case "payment_intent.created":
      return one("created");
    case "payment_intent.requires_action":
      return one("action_required");
    case "payment_intent.processing":
    case "payment_intent.partially_funded":
      return one("pending");
    case "payment_intent.amount_capturable_updated":
      return one("auth", sum(moneyFrom(object, "amount_capturable"), moneyFrom(object, "amount_received")));
    case "payment_intent.succeeded": {
      // The charge's own events tell of the same money: under the charge's id they are one.
      const charge = idAt(object, "latest_charge") ?? operation;
      return [
        { kind: "auth", operation: charge, amount: "amount_received", implied: true },
        { kind: "capture", operation: charge, amount: "amount_received" },
      ];
    }
    case "payment_intent.payment_failed":
      return one("auth_failed");
    case "payment_intent.canceled":
      return one("cancel");
    default:
      return [];
  }
}

function sum(left: Money | null, right: Money | null): Money | null {
  if (left === null || right === null) return left ?? right;
  return { ...left, amountMinor: left.amountMinor + right.amountMinor };
}

function chargeDrafts(type: string, object: LexicalJson): readonly Draft[] {
  const operation = textAt(object, "id");
  switch (type) {
    case "charge.pending":
      return [{ kind: "pending", operation, amount: "amount" }];
    case "charge.failed":
      return [{ kind: "auth_failed", operation, amount: "amount" }];
    case "charge.succeeded":
      if (scalarOf(memberOf(object, "captured")) !== "true") return [{ kind: "auth", operation, amount: "amount" }];
      return [
        { kind: "auth", operation, amount: "amount", implied: true },
        { kind: "capture", operation, amount: "amount_captured" },
      ];
    case "charge.captured":
      return [{ kind: "capture", operation, amount: "amount_captured" }];
    case "charge.expired":
      return [{ kind: "expire", operation, amount: "amount" }];
    case "charge.refunded":
      return [{ kind: "refunded_total", operation, amount: "amount_refunded" }];
    default:
      return [];
  }
}

const refundKinds: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ["pending", "refund_requested"],
  ["requires_action", "refund_requested"],
  ["action_required", "refund_requested"],
  ["succeeded", "refund"],
  ["failed", "refund_failed"],
  ["canceled", "refund_failed"],
]);

function refundDrafts(type: string, object: LexicalJson): readonly Draft[] {
  const kind = type === "refund.failed" ? "refund_failed" : refundKinds.get(textAt(object, "status") ?? "");
  return kind === undefined ? [] : [{ kind, operation: textAt(object, "id"), amount: "amount" }];
}

function disputeDrafts(type: string, object: LexicalJson): readonly Draft[] {
  const status = textAt(object, "status") ?? "";
  const kind = disputeKind(type, status);
  return kind === null ? [] : [{ kind, operation: textAt(object, "id"), amount: "amount" }];
}

function disputeKind(type: string, status: string): FactKind | null {
  switch (type) {
    case "charge.dispute.created":
      return status.startsWith("warning_") ? "inquiry" : "dispute_open";
    case "charge.dispute.updated":
      return "dispute_note";
    case "charge.dispute.funds_withdrawn":
      return "chargeback";
    case "charge.dispute.funds_reinstated":
      return "chargeback_reversed";
    case "charge.dispute.closed":
      if (status === "won") return "chargeback_reversed";
      if (status === "lost") return "chargeback_lost";
      return status === "warning_closed" ? "inquiry_closed" : null;
    default:
      return null;
  }
}

function sessionDrafts(type: string, object: LexicalJson): readonly Draft[] {
  const session = textAt(object, "id");
  if (type === "checkout.session.async_payment_failed") return [{ kind: "auth_failed", operation: idAt(object, "payment_intent") ?? session, amount: "amount_total" }];
  return type === "checkout.session.expired" ? [{ kind: "expire", operation: session, amount: "amount_total" }] : [];
}
