"use client";

import { type ReactNode, useId } from "react";
import { conditionFields, conditionOperators, isNumberField, velocityKeys } from "#lib/validations/rule-set-shape";
import { durationUnits, keyWords, operatorWords } from "#lib/validations/sentence";
import { classNames } from "../ui/class-names.ts";
import { choosableFields, hasLists, type KnownList } from "./known-list.ts";
import { fieldLabels, valueHints } from "./field-labels.ts";
import { type FormCondition, type FormField, type FormVelocity, operatorsOf } from "./rule-form.ts";

const control = "h-8 min-w-0 rounded-md border border-edge bg-page px-2 text-sm aria-invalid:border-bad max-md:h-10 max-md:w-full max-md:text-[1rem]";

interface LeafProps<Leaf extends FormCondition> {
  readonly condition: Leaf;
  readonly path: string;
  readonly errorOf: (path: string) => string | undefined;
  readonly onChange: (condition: FormCondition) => void;
}

/** What an attempt says, and what it is compared with. */
export function FieldLeaf({ condition, lists, path, errorOf, onChange }: LeafProps<FormField> & { readonly lists: readonly KnownList[] }) {
  const { field, op, text } = condition;
  const operators = operatorsOf(field, hasLists(field, lists));
  const errorId = useId();
  const error = errorOf(path);
  const chooseField = (name: string) => {
    const next = conditionFields.find((one) => one === name) ?? field;
    const [first = "eq"] = operatorsOf(next, hasLists(next, lists));
    const keeps = operatorsOf(next, hasLists(next, lists)).includes(op);
    onChange({ ...condition, field: next, op: keeps ? op : first, text: (keeps ? op : first) === "inList" ? (lists.find((list) => list.field === next)?.id ?? "") : op === "inList" ? "" : text });
  };
  const chooseOperator = (name: string) => {
    const next = conditionOperators.find((one) => one === name) ?? op;
    onChange({ ...condition, op: next, text: next === "inList" ? (lists.find((list) => list.field === field)?.id ?? "") : op === "inList" ? "" : text });
  };
  return (
    <Row error={error} errorId={errorId}>
      <select aria-label="What it looks at" value={field} onChange={(event) => chooseField(event.target.value)} className={classNames(control, "md:max-w-48")}>
        {choosableFields(lists, field).map((name) => (
          <option key={name} value={name}>
            {fieldLabels[name]}
          </option>
        ))}
      </select>
      <select aria-label="How it compares" value={op} onChange={(event) => chooseOperator(event.target.value)} className={control}>
        {operators.map((name) => (
          <option key={name} value={name}>
            {operatorWords[name]}
          </option>
        ))}
      </select>
      {op === "inList" ? (
        <select aria-label="List" value={text} aria-invalid={error !== undefined} aria-describedby={error === undefined ? undefined : errorId} onChange={(event) => onChange({ ...condition, text: event.target.value })} className={classNames(control, "flex-1")}>
          {lists.some(({ id }) => id === text) ? null : <option value={text}>A list that was deleted</option>}
          {lists
            .filter((list) => list.field === field)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
      ) : (
        <input
          aria-label="Value"
          value={text}
          placeholder={op === "in" || op === "notIn" ? `${valueHints[field]}, …` : valueHints[field]}
          inputMode={isNumberField(field) ? "numeric" : "text"}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : errorId}
          onChange={(event) => onChange({ ...condition, text: event.target.value })}
          className={classNames(control, "flex-1")}
        />
      )}
    </Row>
  );
}

/** How many payments, or how much, of one customer, card or country in a time. */
export function VelocityLeaf({ condition, path, errorOf, onChange }: LeafProps<FormVelocity>) {
  const { measure, per, within, unitSeconds, op, text } = condition;
  const errorId = useId();
  const error = errorOf(path);
  return (
    <Row error={error} errorId={errorId}>
      <select aria-label="What is counted" value={measure} onChange={(event) => onChange({ ...condition, measure: event.target.value === "sum" ? "sum" : "count" })} className={control}>
        <option value="count">Approved payments</option>
        <option value="sum">Sum of approved payments</option>
      </select>
      <select aria-label="Of whom" value={per} onChange={(event) => onChange({ ...condition, per: velocityKeys.find((key) => key === event.target.value) ?? per })} className={control}>
        {velocityKeys.map((key) => (
          <option key={key} value={key}>
            of {keyWords[key]}
          </option>
        ))}
      </select>
      <span className="flex items-center gap-1 text-sm text-soft max-md:w-full">
        within
        <input aria-label="Length of time" inputMode="numeric" value={within} onChange={(event) => onChange({ ...condition, within: event.target.value })} className={classNames(control, "tabular w-16 text-ink")} />
        <select aria-label="Unit of time" value={String(unitSeconds)} onChange={(event) => onChange({ ...condition, unitSeconds: Number(event.target.value) })} className={classNames(control, "text-ink")}>
          {durationUnits.map(({ seconds, many }) => (
            <option key={seconds} value={String(seconds)}>
              {many}
            </option>
          ))}
        </select>
      </span>
      <select aria-label="How it compares" value={op} onChange={(event) => onChange({ ...condition, op: conditionOperators.find((one) => one === event.target.value) ?? op })} className={control}>
        {(["gt", "gte", "lt", "lte", "eq", "ne"] as const).map((name) => (
          <option key={name} value={name}>
            {operatorWords[name]}
          </option>
        ))}
      </select>
      <input aria-label={measure === "sum" ? "Value in minor units" : "Value"} inputMode="numeric" value={text} placeholder={measure === "sum" ? "in minor units" : "5"} aria-invalid={error !== undefined} aria-describedby={error === undefined ? undefined : errorId} onChange={(event) => onChange({ ...condition, text: event.target.value })} className={classNames(control, "tabular md:w-28")} />
    </Row>
  );
}

function Row({ error, errorId, children }: { readonly error: string | undefined; readonly errorId: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">{children}</div>
      {error === undefined ? null : (
        <p id={errorId} className="text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
