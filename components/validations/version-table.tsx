import type { RuleSet } from "#lib/validations/rule-set-shape";
import { CircleCheck, FilePen, History, Layers } from "lucide-react";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Badge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { shortWords, stateWords } from "./rule-set-words.ts";

const icons = { active: CircleCheck, shadow: Layers, draft: FilePen, retired: History } as const;

export function RuleSetBadge({ state }: { readonly state: RuleSet["state"] }) {
  const { word, tone } = stateWords[state];
  return (
    <Badge tone={tone} icon={icons[state]}>
      {word}
    </Badge>
  );
}

/** Versions of one source's rules, newest first. */
export function VersionTable({ ruleSets, label }: { readonly ruleSets: readonly RuleSet[]; readonly label: string }) {
  const columns: readonly Column<RuleSet>[] = [
    { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: ({ state }) => <RuleSetBadge state={state} /> },
    { key: "version", header: "Version", track: "max-content", onPhone: "title", cell: ({ id, version }) => <RowLink href={`/validations/rules/${id}`}>Version {version}</RowLink> },
    { key: "says", header: "Says", track: "minmax(10rem,1fr)", cell: (ruleSet) => <span className="truncate">{shortWords(ruleSet)}</span> },
    { key: "by", header: "By", track: "minmax(6rem,12rem)", cell: ({ createdBy }) => <span className="truncate">{createdBy}</span> },
    { key: "active", header: "Activated", track: "max-content", align: "end", cell: ({ activatedAt }) => (activatedAt === null ? <span className="text-soft">–</span> : <TimeText at={activatedAt} />) },
    { key: "changed", header: "Changed", track: "max-content", align: "end", cell: ({ updatedAt }) => <TimeText at={updatedAt} /> },
  ];
  return <DataTable label={label} rows={ruleSets} rowKey={({ id }) => id} columns={columns} />;
}
