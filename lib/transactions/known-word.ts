/** A stored word of a closed list. Throws for one that this version does not know: a fault of ours. */
export function knownWord<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new Error(`a stored transaction holds the unknown word "${text}"`);
  return word;
}
