/** Collects the conditions of a query with its values; texts hold `?` for the value, which becomes `$n`. */
export class Conditions {
  private readonly texts: string[] = [];
  readonly values: unknown[];

  constructor(values: readonly unknown[] = []) {
    this.values = [...values];
  }

  /** No conditions yet, and parameters that go on counting: for the next part of the same statement. */
  next(): Conditions {
    return new Conditions(this.values);
  }

  add(text: string, value: unknown): this {
    this.texts.push(text.replaceAll("?", this.value(value)));
    return this;
  }

  /** Adds it only where there is something to compare with. */
  addIf(text: string, value: unknown): this {
    return value === undefined || value === null ? this : this.add(text, value);
  }

  /** A condition whose text is whole: no value of anybody else's is in it. */
  addFixed(text: string): this {
    this.texts.push(text);
    return this;
  }

  /** The parameter that stands for a value. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** `where …`, or nothing. */
  where(...more: readonly string[]): string {
    const all = [...more, ...this.texts];
    return all.length === 0 ? "" : `where ${all.join(" and ")}`;
  }
}
