/** What a provider, its network or an attacker may do with messages. */
export const misbehaviours = [
  "duplicate", "disorder", "delay", "burst", "two-bodies", "replay-old", "old-key", "clock-off", "wrong-key", "tamper", "truncate",
] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

/** In words, for lists and help. */
export const misbehaviourTitles: Readonly<Record<Misbehaviour, string>> = {
  duplicate: "every message comes twice",
  disorder: "messages come in another order",
  delay: "some messages come up to a day late",
  burst: "all messages come at once",
  "two-bodies": "one identity comes with two contents; the first one counts",
  "replay-old": "the first message comes again as it was signed a day ago",
  "old-key": "signed with a former key",
  "clock-off": "signed by a clock that is an hour wrong",
  "wrong-key": "signed with a key that is not the source's",
  tamper: "one signed character is changed after signing",
  truncate: "the connection breaks, or half of the body is missing",
};

/** What a good receiver does with a message; `either` where that depends on its keys, `unanswered` where it never has it whole. */
export const expectations = ["taken", "refused", "either", "unanswered"] as const;
export type Expectation = (typeof expectations)[number];

/** True where nothing of the story may reach a good receiver: it must end as if nobody had told it. */
export function isForgery(misbehaviour: Misbehaviour | null, signsTime: boolean): boolean {
  return misbehaviour === "wrong-key" || misbehaviour === "tamper" || misbehaviour === "truncate" || (misbehaviour === "clock-off" && signsTime);
}
