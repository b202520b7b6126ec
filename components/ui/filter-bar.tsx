"use client";

import { ListFilter, Search, SlidersHorizontal, X } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useState, useTransition } from "react";
import { Button, IconButton } from "./button.tsx";
import type { Choice } from "./field.tsx";
import { minorFromText, textFromMinor } from "./money-format.ts";

export interface Filter {
  /** The query parameter. */
  readonly name: string;
  readonly label: string;
  /** With choices a list to choose from, else a text, a moment, or an amount: minor units in the address, as people write it in the field. */
  readonly kind: "choice" | "text" | "moment" | "amount";
  readonly choices?: readonly Choice[];
  /** Of an amount: the digits after its decimal point. */
  readonly exponent?: number;
  /** Of a text: only a few characters. */
  readonly narrow?: boolean;
  /** Asked for seldom: out of sight until it is wanted or in use. */
  readonly rare?: boolean;
}

const control = "h-8 rounded-md border border-edge bg-page px-2 text-sm max-md:h-10 max-md:w-full max-md:text-[1rem]";

/** Filters that live in the address: opening it elsewhere shows the same. A change goes back to the newest page. */
export function FilterBar({ filters, search, children }: { readonly filters: readonly Filter[]; readonly search?: { readonly name: string; readonly placeholder: string }; readonly children?: ReactNode }) {
  const [pending, startTransition] = useTransition();
  const names = [...filters.map((filter) => filter.name), ...(search === undefined ? [] : [search.name])];
  const parsers = Object.fromEntries([...names, "cursor"].map((name) => [name, parseAsString]));
  const [values, setValues] = useQueryStates(parsers, { shallow: false, history: "push", startTransition });
  const set = (name: string, value: string) => void setValues({ [name]: value === "" ? null : value, cursor: null });
  const [openOnPhone, setOpenOnPhone] = useState(false);
  const isSet = (name: string) => values[name] !== null && values[name] !== undefined;
  const active = names.some(isSet);
  const rare = filters.filter((filter) => filter.rare === true);
  const [allShown, setAllShown] = useState(() => rare.some(({ name }) => isSet(name)));
  const shown = allShown ? filters : filters.filter((filter) => filter.rare !== true || isSet(filter.name));

  return (
    <div role="search" aria-busy={pending} className="flex flex-wrap items-end gap-2 max-md:flex-col max-md:items-stretch">
      {search === undefined ? null : <SearchBox key={values[search.name] ?? ""} value={values[search.name] ?? ""} placeholder={search.placeholder} onSearch={(text) => set(search.name, text)} />}
      {filters.length === 0 ? null : (
        <Button aria-expanded={openOnPhone} onClick={() => setOpenOnPhone(!openOnPhone)} className="md:hidden">
          <ListFilter aria-hidden className="size-4" />
          {openOnPhone ? "Hide the filters" : "Filters"}
        </Button>
      )}
      <div className={openOnPhone ? "flex flex-wrap items-end gap-2 max-md:flex-col max-md:items-stretch" : "flex flex-wrap items-end gap-2 max-md:hidden"}>
        {shown.map((filter) => (
          <FilterControl key={filter.name} filter={filter} value={values[filter.name] ?? ""} onChange={(value) => set(filter.name, value)} />
        ))}
        {rare.length === 0 ? null : (
          <Button look="quiet" aria-expanded={allShown} onClick={() => setAllShown(!allShown)}>
            <SlidersHorizontal aria-hidden className="size-4" />
            {allShown ? "Fewer" : "More"}
            <span className="sr-only"> filters</span>
          </Button>
        )}
      </div>
      {active ? (
        <Button look="quiet" onClick={() => void setValues(null)}>
          <X aria-hidden className="size-4" />
          Clear filters
        </Button>
      ) : null}
      <span role="status" className="sr-only">
        {pending ? "Loading" : ""}
      </span>
      {children}
    </div>
  );
}

function SearchBox({ value, placeholder, onSearch }: { readonly value: string; readonly placeholder: string; readonly onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
      className="flex items-center gap-1 rounded-md border border-edge pl-2 md:w-72"
    >
      <Search aria-hidden className="size-4 text-soft" />
      <input data-filter type="search" aria-label={placeholder} placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} className="h-7.5 min-w-0 flex-1 bg-transparent px-1 text-sm max-md:h-10 max-md:text-[1rem] [&::-webkit-search-cancel-button]:hidden" />
      {text === "" ? null : (
        <IconButton
          label="Clear the search"
          className="size-7!"
          onClick={() => {
            setText("");
            onSearch("");
          }}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </form>
  );
}

function FilterControl({ filter, value, onChange }: { readonly filter: Filter; readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <label className="flex flex-col gap-0.5 text-xs text-soft">
      {filter.label}
      {filter.kind === "choice" ? (
        <select data-filter value={value} onChange={(event) => onChange(event.target.value)} className={`${control} text-ink ${value === "" ? "" : "border-accent bg-accent-wash"}`}>
          <option value="">Any</option>
          {filter.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      ) : filter.kind === "moment" ? (
        <MomentInput value={value} onChange={onChange} />
      ) : filter.kind === "amount" ? (
        <AmountInput key={value} value={value} exponent={filter.exponent ?? 2} onChange={onChange} />
      ) : (
        <TextInput key={value} value={value} narrow={filter.narrow === true} onChange={onChange} />
      )}
    </label>
  );
}

function TextInput({ value, narrow, onChange }: { readonly value: string; readonly narrow: boolean; readonly onChange: (value: string) => void }) {
  return <input data-filter defaultValue={value} onBlur={(event) => event.target.value.trim() !== value && onChange(event.target.value.trim())} onKeyDown={(event) => event.key === "Enter" && onChange(event.currentTarget.value.trim())} className={`${control} text-ink ${narrow ? "md:w-18" : "md:w-40"} ${value === "" ? "" : "border-accent bg-accent-wash"}`} />;
}

/** An amount as people write it; what is no amount is not taken. */
function AmountInput({ value, exponent, onChange }: { readonly value: string; readonly exponent: number; readonly onChange: (value: string) => void }) {
  const shown = textFromMinor(value, exponent);
  const take = (text: string) => {
    const minor = text.trim() === "" ? "" : minorFromText(text, exponent);
    if (minor !== null && minor !== value) onChange(minor);
  };
  return <input data-filter inputMode="decimal" defaultValue={shown} placeholder={exponent === 0 ? "25" : "25.99"} onBlur={(event) => take(event.target.value)} onKeyDown={(event) => event.key === "Enter" && take(event.currentTarget.value)} className={`${control} tabular text-ink md:w-28 ${value === "" ? "" : "border-accent bg-accent-wash"}`} />;
}

/** A moment in the browser's zone on the screen, RFC 3339 UTC in the address. */
function MomentInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const ms = Date.parse(value);
  const local = Number.isNaN(ms) ? "" : new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const take = (text: string) => {
    const chosen = new Date(text);
    onChange(Number.isNaN(chosen.getTime()) ? "" : chosen.toISOString());
  };
  return <input data-filter type="datetime-local" key={local} defaultValue={local} onBlur={(event) => event.target.value !== local && take(event.target.value)} onKeyDown={(event) => event.key === "Enter" && take(event.currentTarget.value)} className={`${control} text-ink md:w-54`} suppressHydrationWarning />;
}
