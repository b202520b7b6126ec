"use client";

import { ListFilter, Search, X } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useState, useTransition } from "react";
import { Button, IconButton } from "./button.tsx";
import type { Choice } from "./field.tsx";

export interface Filter {
  /** The query parameter. */
  readonly name: string;
  readonly label: string;
  /** With choices a list to choose from, else a text or a moment. */
  readonly kind: "choice" | "text" | "moment";
  readonly choices?: readonly Choice[];
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
  const active = names.some((name) => values[name] !== null && values[name] !== undefined);

  return (
    <div role="search" aria-busy={pending} className="flex flex-wrap items-end gap-2 max-md:flex-col max-md:items-stretch">
      {search === undefined ? null : <SearchBox key={values[search.name] ?? ""} value={values[search.name] ?? ""} placeholder={search.placeholder} onSearch={(text) => set(search.name, text)} />}
      <Button aria-expanded={openOnPhone} onClick={() => setOpenOnPhone(!openOnPhone)} className="md:hidden">
        <ListFilter aria-hidden className="size-4" />
        {openOnPhone ? "Hide the filters" : "Filters"}
      </Button>
      <div className={openOnPhone ? "flex flex-wrap items-end gap-2 max-md:flex-col max-md:items-stretch" : "flex flex-wrap items-end gap-2 max-md:hidden"}>
        {filters.map((filter) => (
          <FilterControl key={filter.name} filter={filter} value={values[filter.name] ?? ""} onChange={(value) => set(filter.name, value)} />
        ))}
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
      ) : (
        <TextInput key={value} value={value} onChange={onChange} />
      )}
    </label>
  );
}

function TextInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return <input data-filter defaultValue={value} onBlur={(event) => event.target.value.trim() !== value && onChange(event.target.value.trim())} onKeyDown={(event) => event.key === "Enter" && onChange(event.currentTarget.value.trim())} className={`${control} text-ink md:w-40`} />;
}

/** A moment in the browser's zone on the screen, RFC 3339 UTC in the address. */
function MomentInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const ms = Date.parse(value);
  const local = Number.isNaN(ms) ? "" : new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const take = (text: string) => {
    const chosen = new Date(text);
    onChange(Number.isNaN(chosen.getTime()) ? "" : chosen.toISOString());
  };
  return <input data-filter type="datetime-local" key={local} defaultValue={local} onBlur={(event) => event.target.value !== local && take(event.target.value)} onKeyDown={(event) => event.key === "Enter" && take(event.currentTarget.value)} className={`${control} text-ink`} suppressHydrationWarning />;
}
