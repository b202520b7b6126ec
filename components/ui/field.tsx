import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

const box = "w-full rounded-md border border-edge bg-page px-2.5 text-base placeholder:text-soft aria-invalid:border-bad max-md:text-[1rem]";

interface FrameProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with what was entered, in words that say what to enter. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

function Frame({ id, label, hint, error, optional = false, children }: FrameProps & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional ? <span className="font-normal text-soft"> (optional)</span> : null}
      </label>
      {children}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="text-sm text-bad">
          {error}
        </p>
      )}
      {hint === undefined ? null : (
        <div id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </div>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: FrameProps) {
  const ids = [error === undefined ? null : `${id}-error`, hint === undefined ? null : `${id}-hint`].filter((part) => part !== null);
  return { "aria-invalid": error !== undefined, "aria-describedby": ids.length > 0 ? ids.join(" ") : undefined };
}

export function TextField({ label, hint, error, optional, className, ...rest }: FrameProps & Omit<ComponentProps<"input">, "id">) {
  const id = useId();
  return (
    <Frame id={id} {...{ label, hint, error }} optional={optional ?? false}>
      <input id={id} {...rest} {...described(id, { label, hint, error })} className={classNames(box, "h-8 max-md:h-10", className)} />
    </Frame>
  );
}

export function TextArea({ label, hint, error, optional, className, ...rest }: FrameProps & Omit<ComponentProps<"textarea">, "id">) {
  const id = useId();
  return (
    <Frame id={id} {...{ label, hint, error }} optional={optional ?? false}>
      <textarea id={id} rows={3} {...rest} {...described(id, { label, hint, error })} className={classNames(box, "py-1.5", className)} />
    </Frame>
  );
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export function SelectField({ label, hint, error, optional, choices, className, ...rest }: FrameProps & Omit<ComponentProps<"select">, "id" | "children"> & { readonly choices: readonly Choice[] }) {
  const id = useId();
  return (
    <Frame id={id} {...{ label, hint, error }} optional={optional ?? false}>
      <select id={id} {...rest} {...described(id, { label, hint, error })} className={classNames(box, "h-8 max-md:h-10", className)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function CheckboxField({ label, hint, ...rest }: { readonly label: string; readonly hint?: ReactNode } & Omit<ComponentProps<"input">, "id" | "type">) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input id={id} type="checkbox" {...rest} aria-describedby={hint === undefined ? undefined : `${id}-hint`} className="mt-0.5 size-4 shrink-0 accent-(--color-accent-solid)" />
      <div className="flex flex-col">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {hint === undefined ? null : (
          <div id={`${id}-hint`} className="text-sm text-soft">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}

/** Choices of which exactly one holds, all of them in sight. */
export function RadioCards({ legend, name, choices, value, onChange }: { readonly legend: string; readonly name: string; readonly choices: readonly (Choice & { readonly hint?: string })[]; readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {choices.map((choice) => (
          <label key={choice.value} className="flex items-start gap-2 rounded-md border p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-wash">
            <input type="radio" name={name} value={choice.value} checked={value === choice.value} onChange={() => onChange(choice.value)} className="mt-0.5 size-4 shrink-0 accent-(--color-accent-solid)" />
            <span className="flex flex-col">
              <span className="text-sm font-medium">{choice.text}</span>
              {choice.hint === undefined ? null : <span className="text-sm text-soft">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
