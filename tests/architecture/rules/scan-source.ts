/** A TypeScript text with comments and the contents of strings, templates and regular expressions blanked; every offset stays. */
export function scanSource(text: string): string {
  const out = text.split("");
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) if (out[at] !== "\n") out[at] = " ";
  };
  /** One entry per open template: how many braces are open inside its `${`. */
  const templates: number[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    let end: number;
    if (char === "/" && (next === "/" || next === "*")) {
      end = next === "/" ? lineEnd(text, at) : closing(text, "*/", at + 2);
      blank(at, end);
    } else if (char === '"' || (char === "'" && !isApostrophe(text, at))) {
      end = quotedEnd(text, at, char);
      blank(at + 1, end - 1);
    } else if (char === "/" && startsRegex(out, at)) {
      end = regexEnd(text, at);
      blank(at + 1, end - 1);
    } else if (char === "`" || (char === "}" && templates.at(-1) === 0)) {
      if (char === "}") templates.pop();
      const part = templatePartEnd(text, at + 1);
      end = part.end;
      blank(at + 1, part.opensExpression ? end - 2 : end - 1);
      if (part.opensExpression) templates.push(0);
    } else {
      const open = templates.length - 1;
      if (open >= 0 && char === "{") templates[open] = (templates[open] ?? 0) + 1;
      if (open >= 0 && char === "}") templates[open] = (templates[open] ?? 0) - 1;
      end = at + 1;
    }
    at = end;
  }
  return out.join("");
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function closing(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
}

/** The offset after the closing quote; right after the opening one when the line ends first, as with an apostrophe in JSX text. */
function quotedEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\\") at += 1;
    else if (char === quote) return at + 1;
    else if (char === "\n") break;
  }
  return start + 1;
}

/** Between two letters, as in JSX text; code never has a letter right before a string. */
function isApostrophe(text: string, at: number): boolean {
  return /[A-Za-z]/.test(text.charAt(at - 1)) && /[A-Za-z]/.test(text.charAt(at + 1));
}

function templatePartEnd(text: string, from: number): { end: number; opensExpression: boolean } {
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\\") at += 1;
    else if (char === "`") return { end: at + 1, opensExpression: false };
    else if (char === "$" && text.charAt(at + 1) === "{") return { end: at + 2, opensExpression: true };
  }
  return { end: text.length, opensExpression: false };
}

function startsRegex(before: readonly string[], slash: number): boolean {
  const line = before.slice(Math.max(0, slash - 40), slash).join("").trimEnd();
  return line === "" || /[(,=:[!&|?{;+*%~^>-]$/.test(line) || /\b(return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/.test(line);
}

function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\\") at += 1;
    else if (char === "\n") break;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return at + 1;
  }
  return start + 1;
}
