"use client";

import { Plus } from "lucide-react";
import { rule as ruleShape } from "#lib/validations/rule-set-shape";
import { ruleSentence } from "#lib/validations/sentence";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/page-header.tsx";
import { useAnnounce } from "../ui/toast.tsx";
import type { KnownList } from "./known-list.ts";
import { RuleCard } from "./rule-card.tsx";
import { moved, newRule } from "./rule-form.ts";
import type { Draft } from "./use-draft.ts";

interface RuleListEditorProps {
  readonly draft: Pick<Draft, "form" | "body" | "change" | "errorOf">;
  readonly lists: readonly KnownList[];
  /** The rules whose form is open, by key. */
  readonly open: ReadonlySet<number>;
  readonly onOpen: (keys: ReadonlySet<number>) => void;
}

/** The rules of a draft in their order: the first that matches decides. */
export function RuleListEditor({ draft: { form, body, change, errorOf }, lists, open, onOpen }: RuleListEditorProps) {
  const announce = useAnnounce();
  const { rules } = form;
  const listName = (id: string) => lists.find((list) => list.id === id)?.name ?? "a list that was deleted";
  const add = () => {
    const rule = newRule(rules.map(({ name }) => name));
    change({ rules: [...rules, rule] });
    onOpen(new Set([...open, rule.key]));
  };
  const move = (from: number, to: number) => {
    change({ rules: moved(rules, from, to) });
    announce(`“${rules[from]?.name ?? ""}” is now rule ${String(to + 1)} of ${String(rules.length)}.`);
  };
  const sentenceOf = (at: number) => {
    const parsed = ruleShape.safeParse(body.rules[at]);
    return parsed.success ? ruleSentence(parsed.data, listName) : null;
  };
  return (
    <Section
      title="Rules"
      actions={
        <Button onClick={add}>
          <Plus aria-hidden className="size-4" />
          Add a rule
        </Button>
      }
    >
      {rules.length === 0 ? <p className="text-soft">No rules yet: every payment gets what stands under “Otherwise”. The first rule that matches decides.</p> : null}
      <ol className="flex flex-col gap-2">
        {rules.map((rule, at) => (
          <RuleCard
            key={rule.key}
            rule={rule}
            at={at}
            count={rules.length}
            lists={lists}
            sentence={sentenceOf(at)}
            open={open.has(rule.key)}
            errorOf={errorOf}
            onOpen={(isOpen) => onOpen(new Set(isOpen ? [...open, rule.key] : [...open].filter((key) => key !== rule.key)))}
            onChange={(next) => change({ rules: rules.map((other) => (other.key === rule.key ? next : other)) })}
            onMove={(to) => move(at, to)}
            onRemove={() => change({ rules: rules.filter(({ key }) => key !== rule.key) })}
          />
        ))}
      </ol>
    </Section>
  );
}
