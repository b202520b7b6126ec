"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { createContext, useContext, useMemo, useState } from "react";
import { Button } from "./button.tsx";
import { CodeBlock } from "./code-block.tsx";
import { CopyButton } from "./copy-button.tsx";
import { type JsonMember, type JsonNode, decodeString, parseJsonTree, searchJsonTree, writeJsonTree } from "./json-tree.ts";

interface ViewState {
  readonly hits: ReadonlySet<string>;
  readonly isOpen: (path: string, depth: number) => boolean;
  readonly toggle: (path: string, open: boolean) => void;
}

const ViewContext = createContext<ViewState>({ hits: new Set(), isOpen: () => true, toggle: () => undefined });

/** A folding tree of JSON text with its numbers as written, with search and copy. Text that is not JSON is shown as it is. */
export function JsonViewer({ text, what }: { readonly text: string; readonly what: string }) {
  const root = useMemo(() => parseJsonTree(text), [text]);
  if (root === null) return <CodeBlock text={text} what={what} wrap />;
  return <JsonTree root={root} text={text} what={what} />;
}

const openDepth = 3;

function JsonTree({ root, text, what }: { readonly root: JsonNode; readonly text: string; readonly what: string }) {
  const [query, setQuery] = useState("");
  const [openAll, setOpenAll] = useState<boolean | null>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { hits, around } = useMemo(() => searchJsonTree(root, query.trim()), [root, query]);
  const view: ViewState = {
    hits,
    isOpen: (path, depth) => around.has(path) || (chosen.get(path) ?? openAll ?? depth < openDepth),
    toggle: (path, open) => setChosen(new Map(chosen).set(path, open)),
  };
  const foldAll = (open: boolean) => {
    setOpenAll(open);
    setChosen(new Map());
  };
  return (
    <div className="rounded-md border">
      <div className="flex flex-wrap items-center gap-2 border-b bg-panel px-2 py-1">
        <input
          type="search"
          aria-label={`Search in the ${what}`}
          placeholder="Search names and values"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="h-7 min-w-0 flex-1 rounded-sm bg-transparent px-1 text-sm max-md:h-10"
        />
        <span role="status" className="text-xs text-soft">
          {query.trim() === "" ? "" : hits.size === 1 ? "1 match" : `${String(hits.size)} matches`}
        </span>
        <Button look="quiet" className="h-7 px-2" onClick={() => foldAll(true)}>
          Open all
        </Button>
        <Button look="quiet" className="h-7 px-2" onClick={() => foldAll(false)}>
          Fold all
        </Button>
        <CopyButton text={text} what={what} />
      </div>
      <ViewContext value={view}>
        {/* A region that scrolls must be reachable by keyboard. */}
        <div tabIndex={0} role="region" aria-label={what} className="max-h-[36rem] overflow-auto p-2 font-mono text-xs leading-6">
          {"members" in root ? <Members members={root.members} isArray={root.kind === "array"} depth={0} /> : <Scalar node={root} />}
        </div>
      </ViewContext>
    </div>
  );
}

const membersAtOnce = 100;

function Members({ members, isArray, depth }: { readonly members: readonly JsonMember[]; readonly isArray: boolean; readonly depth: number }) {
  const { hits } = useContext(ViewContext);
  const [shown, setShown] = useState(membersAtOnce);
  const visible = hits.size > 0 ? members : members.slice(0, shown);
  return (
    <ul className={depth === 0 ? "" : "ml-2 border-l pl-3"}>
      {visible.map((member, at) => (
        <Member key={`${String(at)} ${member.name}`} member={member} isArray={isArray} depth={depth} />
      ))}
      {visible.length < members.length ? (
        <li>
          <button type="button" className="text-accent underline" onClick={() => setShown(shown + membersAtOnce)}>
            {`${String(members.length - visible.length)} more`}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function Member({ member, isArray, depth }: { readonly member: JsonMember; readonly isArray: boolean; readonly depth: number }) {
  const { hits, isOpen, toggle } = useContext(ViewContext);
  const { value, path } = member;
  const hit = hits.has(path);
  const copies = <MemberCopies path={path} value={value} />;
  const name = <span className={isArray ? "text-soft" : "text-accent"}>{member.name}</span>;
  if (!("members" in value)) {
    return (
      <li className={`group flex items-start gap-1 rounded-sm pl-4 ${hit ? "bg-warn-wash" : ""}`}>
        <span className="min-w-0 break-all">
          {name}
          <span className="text-soft">: </span>
          <Scalar node={value} />
        </span>
        {copies}
      </li>
    );
  }
  const open = isOpen(path, depth + 1);
  const Fold = open ? ChevronDown : ChevronRight;
  return (
    <li>
      <div className={`group flex items-start gap-1 rounded-sm ${hit ? "bg-warn-wash" : ""}`}>
        <button type="button" aria-expanded={open} onClick={() => toggle(path, !open)} className="flex min-h-6 min-w-0 items-center text-left">
          <Fold aria-hidden className="size-4 shrink-0 text-soft" />
          {name}
          <span className="text-soft">{`: ${describeSize(value)}`}</span>
        </button>
        {copies}
      </div>
      {open ? <Members members={value.members} isArray={value.kind === "array"} depth={depth + 1} /> : null}
    </li>
  );
}

function describeSize(value: JsonNode & { readonly members: readonly JsonMember[] }): string {
  const count = value.members.length;
  if (value.kind === "array") return count === 0 ? "[]" : `[${String(count)}]`;
  return count === 0 ? "{}" : `{${String(count)}}`;
}

function MemberCopies({ path, value }: { readonly path: string; readonly value: JsonNode }) {
  const plain = "text" in value ? (value.kind === "string" ? decodeString(value.text) : value.text) : writeJsonTree(value);
  return (
    <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:hidden">
      <CopyButton text={plain} what={`value of ${path}`} className="icon-small" />
      <CopyButton text={path} what={`path ${path}`} className="icon-small" />
    </span>
  );
}

const scalarInk = { string: "text-good", number: "text-ink font-medium", literal: "text-warn" } as const;

function Scalar({ node }: { readonly node: JsonNode }) {
  return "text" in node ? <span className={scalarInk[node.kind]}>{node.text}</span> : null;
}
