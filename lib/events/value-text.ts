import { jsonTokens, stringOf } from "./json-tokens.ts";

interface Level {
  readonly isObject: boolean;
  /** How many steps of the path this container is behind; `null`: it is beside the path. */
  readonly depth: number | null;
  key: string;
  index: number;
  expectsKey: boolean;
}

/**
 * The text of the value behind a path of names and indexes in good JSON, exactly as written; `null` where it leads
 * nowhere. Of members that stand twice, the last one counts, as for every common parser.
 */
export function valueText(text: string, path: readonly (string | number)[]): string | null {
  const stack: Level[] = [];
  let found: string | null = null;
  let openedAt: number | null = null;
  let openedDepth = 0;

  /** How many steps the value that starts now is behind, or `null` when it is beside the path. */
  const depthHere = (): number | null => {
    const parent = stack.at(-1);
    if (parent === undefined) return 0;
    if (parent.depth === null || parent.depth >= path.length) return null;
    const step = path[parent.depth];
    return (parent.isObject ? parent.key === step : parent.index === step) ? parent.depth + 1 : null;
  };

  for (const token of jsonTokens(text)) {
    const parent = stack.at(-1);
    if (token.kind === "open_object" || token.kind === "open_array") {
      const depth = depthHere();
      if (depth === path.length && openedAt === null) {
        openedAt = token.start;
        openedDepth = stack.length;
      }
      stack.push({ isObject: token.kind === "open_object", depth, key: "", index: 0, expectsKey: token.kind === "open_object" });
    } else if (token.kind === "close") {
      stack.pop();
      if (openedAt !== null && stack.length === openedDepth) {
        found = text.slice(openedAt, token.end);
        openedAt = null;
      }
    } else if (token.kind === "comma" && parent !== undefined) {
      parent.index += 1;
      parent.expectsKey = parent.isObject;
    } else if (token.kind === "string" && parent?.expectsKey === true) {
      parent.key = stringOf(text, token);
      parent.expectsKey = false;
    } else if ((token.kind === "string" || token.kind === "scalar") && depthHere() === path.length) {
      found = text.slice(token.start, token.end);
    }
  }
  return found;
}
