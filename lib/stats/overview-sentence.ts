import type { OutcomeCounts, SourceHealth } from "./stats-shape.ts";

export interface SentenceInput {
  readonly sources: readonly { readonly name: string; readonly health: SourceHealth }[];
  readonly today: OutcomeCounts;
}

interface Trouble {
  readonly health: SourceHealth;
  readonly one: string;
  readonly many: string;
}

const troubles: readonly Trouble[] = [
  { health: "refusing", one: "refuses messages", many: "refuse messages" },
  { health: "no_key", one: "has no key and refuses everything", many: "have no key and refuse everything" },
  { health: "quarantining", one: "sets messages aside that it cannot use", many: "set messages aside that they cannot use" },
  { health: "silent", one: "has been silent for too long", many: "have been silent for too long" },
];

/** Whether everything is all right, in words: the first thing that the overview says. */
export function overviewSentence({ sources, today }: SentenceInput): { allRight: boolean; sentence: string } {
  const live = sources.filter(({ health }) => health !== "archived");
  if (live.length === 0) return { allRight: true, sentence: "Nothing is connected yet: create a source to receive the first message." };
  const sentences = troubles.flatMap(({ health, one, many }) => {
    const names = live.filter((source) => source.health === health).map(({ name }) => name);
    return names.length === 0 ? [] : [`${names.length === 1 ? "1 source" : `${names.length} sources`} ${names.length === 1 ? one : many}: ${listed(names)}.`];
  });
  if (sentences.length > 0) return { allRight: false, sentence: sentences.join(" ") };
  const verified = today.accepted + today.duplicate + today.conflict;
  if (live.every(({ health }) => health === "waiting")) {
    return { allRight: true, sentence: `No message has arrived yet. Waiting for the first one from ${listed(live.map(({ name }) => name))}.` };
  }
  return { allRight: true, sentence: `Everything is all right: ${messages(verified)} today${refusedWords(today)}.` };
}

function messages(count: number): string {
  if (count === 0) return "no messages so far";
  return count === 1 ? "1 message" : `${grouped(count)} messages`;
}

function refusedWords({ rejected, quarantined }: OutcomeCounts): string {
  const parts = [
    ...(rejected > 0 ? [`${grouped(rejected)} refused`] : []),
    ...(quarantined > 0 ? [`${grouped(quarantined)} set aside`] : []),
  ];
  return parts.length === 0 ? "" : `, and ${parts.join(" and ")}`;
}

/** Digits in groups of three, with narrow spaces. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** At most three names, and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
