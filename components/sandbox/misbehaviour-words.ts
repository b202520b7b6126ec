import { type Expectation, type Misbehaviour, misbehaviours, misbehaviourTitles } from "#lib/simulator/misbehaviour";

/** What a good receiver does then. */
export const goodAnswers: Readonly<Record<Misbehaviour, string>> = {
  duplicate: "Both copies are taken: one event, counted twice.",
  disorder: "Taken, with the same end in any order. Shows only where there are several messages.",
  delay: "Taken whenever they come. Shows only where there are several messages.",
  burst: "Taken, each of them once.",
  "two-bodies": "The second body is answered like a duplicate and changes nothing; the event says that it is in conflict.",
  "replay-old": "Refused where the scheme signs a time, counted as a duplicate where it does not.",
  "old-key": "Taken as long as the former key verifies. Needs a source with two keys.",
  "clock-off": "Refused where the scheme signs a time, taken where it does not.",
  "wrong-key": "Refused; the request’s page says why.",
  tamper: "Refused: what was signed is not what came.",
  truncate: "By turns, the connection breaks and nothing is kept, or half is passed on as if it were all and is refused.",
};

/** For a list to choose from; the first is a good sender. */
export const misbehaviourChoices: readonly { readonly value: string; readonly text: string }[] = [
  { value: "", text: "Well, as the provider does" },
  ...misbehaviours.map((value) => ({ value, text: sentence(misbehaviourTitles[value]) })),
];

export const expectationWords: Readonly<Record<Expectation, string>> = { taken: "should be taken", refused: "should be refused", either: "taken or refused, by its keys", unanswered: "should break off before an answer" };

export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
