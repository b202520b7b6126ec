import fc from "fast-check";
import type { Attempt } from "#lib/validations/attempt";
import { type Condition, type FieldCondition, listFields, textFields, type Velocity, type VelocityCondition, velocityKeys, velocityMeasures } from "#lib/validations/condition-shape";
import type { Rule, RuleAction, RuleSetBody } from "#lib/validations/rule-set-shape";

/** Few values, so that rules and attempts meet often; some made to break a sentence apart. */
const values = ["EUR", "nl", "411111", "1111", "visa", "a and b", '", approve. "', "x) or (y", "Ünï\\\"", "is not"] as const;
const text = fc.constantFrom(...values);
const wholeNumber = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(2599, 2600, 90_071_992_547_409_931n));

const fieldCondition: fc.Arbitrary<FieldCondition> = fc.oneof(
  fc.record({ field: fc.constantFrom(...textFields), op: fc.constantFrom("eq", "ne"), value: text }),
  fc.record({ field: fc.constantFrom(...textFields), op: fc.constantFrom("in", "notIn"), value: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  fc.record({ field: fc.constantFrom("amount", "hour"), op: fc.constantFrom("eq", "ne", "gt", "gte", "lt", "lte"), value: wholeNumber }),
  fc.record({ field: fc.constantFrom("amount", "hour"), op: fc.constantFrom("in", "notIn"), value: fc.array(wholeNumber, { minLength: 1, maxLength: 3 }) }),
  fc.record({ field: fc.constantFrom(...listFields), op: fc.constant("inList"), value: fc.constantFrom("lst_one", "lst_two") }),
);

export const arbitraryVelocity: fc.Arbitrary<Velocity> = fc.record({ measure: fc.constantFrom(...velocityMeasures), per: fc.constantFrom(...velocityKeys), withinSeconds: fc.constantFrom(1, 59, 60, 600, 5_400, 86_400, 31 * 86_400) });

const velocityCondition: fc.Arbitrary<VelocityCondition> = fc.record({ velocity: arbitraryVelocity, op: fc.constantFrom("eq", "ne", "gt", "gte", "lt", "lte"), value: wholeNumber });

export const arbitraryCondition = fc.letrec<{ readonly condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthIdentifier: "condition" },
    { weight: 3, arbitrary: fieldCondition },
    { weight: 1, arbitrary: velocityCondition },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie("condition") }) },
  ),
})).condition;

export const arbitraryAction: fc.Arbitrary<RuleAction> = fc.oneof(
  fc.constant<RuleAction>({ action: "approve" }),
  fc.record({ action: fc.constant("decline" as const), status: fc.integer({ min: 1, max: 9 }), description: fc.constantFrom("Please use another card", 'Say "no", then approve.', "Ask us") }),
  fc.record({ action: fc.constant("handOver" as const), url: fc.constantFrom("https://shop.example/a", "https://shop.example/b?c=d") }),
);

export const arbitraryRule: fc.Arbitrary<Rule> = fc.record({ name: fc.constantFrom("one", "two", "three"), when: arbitraryCondition, then: arbitraryAction });

export const arbitraryRules: fc.Arbitrary<Pick<RuleSetBody, "rules" | "default">> = fc.record({ rules: fc.array(arbitraryRule, { maxLength: 5 }), default: arbitraryAction });

const maybe = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(arbitrary, { nil: null });

export const arbitraryAttempt: fc.Arbitrary<Attempt> = fc
  .record({
    amountMinor: fc.option(fc.constantFrom(0n, 5n, 2599n, 2600n, 90_071_992_547_409_931n), { nil: null }),
    currency: fc.constantFrom("EUR", "USD"),
    country: maybe(fc.constantFrom("NL", "GB")),
    text: fc.array(maybe(text), { minLength: 12, maxLength: 12 }),
    customer: maybe(fc.constantFrom("c1", "c2")),
    card: maybe(fc.constantFrom("k1", "k2")),
    hour: fc.integer({ min: 0, max: 23 }),
  })
  .map(({ amountMinor, currency, country, text: texts, customer, card, hour }) => {
    const [paymentMethod = null, cardBrand = null, bin = null, lastFour = null, emailDomain = null, avsAlert = null, verificationAlert = null, intent = null, variable1 = null, variable2 = null, variable3 = null, orderId = null] = texts;
    const amount = amountMinor === null ? null : { amountMinor, currency, exponent: 2 };
    return { amount, currency: amount === null ? null : currency, country, customer, card, hour, paymentMethod, cardBrand, bin, lastFour, emailDomain, avsAlert, verificationAlert, intent, variable1, variable2, variable3, orderId };
  });
