import { durationUnits, fieldWords, keyWords, operatorWords } from "#lib/validations/sentence";
import type { Condition, FieldCondition, VelocityCondition } from "#lib/validations/condition-shape";
import type { Rule, RuleAction } from "#lib/validations/rule-set-shape";

type Scalar = string | number | bigint;

/** Reads a rule's sentence back into the rule, by the words alone: what a careful person would take from it. */
export function readRuleSentence(sentence: string): Pick<Rule, "when" | "then"> {
  const reader = new Reader(sentence);
  reader.take("If ");
  const when = reader.condition();
  reader.take(", ");
  const then = reader.action();
  reader.take(".");
  reader.end();
  return { when, then };
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  end(): void {
    if (this.at !== this.text.length) throw this.surprise("the end");
  }

  take(words: string): void {
    if (!this.takes(words)) throw this.surprise(words);
  }

  /** Parts with one joint between them, or a single part. */
  condition(): Condition {
    const parts = [this.part()];
    let joint: " and " | " or " | null = null;
    for (;;) {
      const next: " and " | " or " | undefined = joint === null ? ([" and ", " or "] as const).find((word) => this.takes(word)) : this.takes(joint) ? joint : undefined;
      if (next === undefined) break;
      joint = next;
      parts.push(this.part());
    }
    const [only] = parts;
    if (only === undefined) throw this.surprise("a condition");
    return joint === null ? only : joint === " and " ? { all: parts } : { any: parts };
  }

  action(): RuleAction {
    if (this.takes("approve")) return { action: "approve" };
    if (this.takes("ask ")) return { action: "handOver", url: this.quoted() };
    this.take("decline with status ");
    const status = Number(this.number());
    this.take(" and tell the customer ");
    return { action: "decline", status, description: this.quoted() };
  }

  private part(): Condition {
    if (this.takes("not (")) return this.closed({ not: this.condition() });
    if (this.takes("(")) return this.closed(this.condition());
    if (this.takes("the number of approved payments of ")) return this.velocity("count");
    if (this.takes("the sum of approved payments, in this payment's currency and in minor units, of ")) return this.velocity("sum");
    return this.field();
  }

  private closed<Read>(read: Read): Read {
    this.take(")");
    return read;
  }

  private velocity(measure: "count" | "sum"): VelocityCondition {
    const per = this.oneOf(keyWords);
    this.take(" within ");
    const count = Number(this.number());
    this.take(" ");
    const unit = durationUnits.find(({ one, many }) => this.takes(count === 1 ? one : many));
    if (unit === undefined) throw this.surprise("a unit of time");
    this.take(", this one included, ");
    const op = this.oneOf(operatorWords);
    if (op === "in" || op === "notIn" || op === "inList") throw this.surprise("a comparison");
    this.take(" ");
    return { velocity: { measure, per, withinSeconds: count * unit.seconds }, op, value: this.number() };
  }

  private field(): FieldCondition {
    const field = this.oneOf(fieldWords);
    this.take(" ");
    const op = this.oneOf(operatorWords);
    this.take(" ");
    if (op !== "in" && op !== "notIn") return { field, op, value: this.scalar() };
    this.take("(");
    const value: Scalar[] = [this.scalar()];
    while (this.takes(", ")) value.push(this.scalar());
    return this.closed({ field, op, value });
  }

  private scalar(): Scalar {
    return this.text[this.at] === '"' ? this.quoted() : this.number();
  }

  private quoted(): string {
    const match = /^"(?:[^"\\]|\\.)*"/.exec(this.text.slice(this.at));
    if (match === null) throw this.surprise("a text in quotes");
    this.at += match[0].length;
    const read: unknown = JSON.parse(match[0]);
    return String(read);
  }

  private number(): number | bigint {
    const match = /^-?\d+/.exec(this.text.slice(this.at));
    if (match === null) throw this.surprise("a number");
    this.at += match[0].length;
    const exact = BigInt(match[0]);
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }

  /** The longest of the words that stand here: "is" is the beginning of "is not". */
  private oneOf<Name extends string>(words: Readonly<Record<Name, string>>): Name {
    const found = (Object.entries(words) as [Name, string][]).filter(([, word]) => this.text.startsWith(`${word} `, this.at)).sort(([, one], [, other]) => other.length - one.length)[0];
    if (found === undefined) throw this.surprise(Object.values(words).join(" | "));
    this.at += found[1].length;
    return found[0];
  }

  private takes(words: string): boolean {
    if (!this.text.startsWith(words, this.at)) return false;
    this.at += words.length;
    return true;
  }

  private surprise(wanted: string): Error {
    return new Error(`expected ${wanted} at ${String(this.at)} of: ${this.text}`);
  }
}
