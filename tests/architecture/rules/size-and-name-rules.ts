import type { Rule } from "./source-file.ts";

const fileLines = 300;
const usualFileLines = 200;
const routeLines = 60;
const bannedNames = ["utils", "util", "helpers", "helper", "service", "services", "manager", "index", "common", "misc", "lib", "shared", "types", "constants"];
const frameworkNames = new Set(["page", "layout", "loading", "error", "global-error", "not-found", "template", "default", "route", "icon"]);

/** No file of more than 300 lines; a route file of no more than 60. */
export const fileLength: Rule = (files) =>
  files.flatMap((file) => {
    const lines = lineCount(file.text);
    const limit = /^app\/.*\/route\.ts$/.test(file.path) ? routeLines : fileLines;
    if (lines <= limit) return [];
    const instead = limit === routeLines ? "a route only turns HTTP into a call: move what it decides into lib" : "split it by what people would look for, one thing per file";
    return [`${file.path}: ${String(lines)} lines, of ${String(limit)} allowed; ${instead}`];
  });

/** Nineteen of twenty files have at most 200 lines: long files stay the exception. */
export const usualFileLength: Rule = (files) => {
  const long = files.filter((file) => lineCount(file.text) > usualFileLines);
  if (long.length <= files.length / 20) return [];
  return [`${String(long.length)} of ${String(files.length)} files have more than ${String(usualFileLines)} lines, one in twenty may; split some of: ${long.map((file) => file.path).join(", ")}`];
};

/** A file is named after what it exports, in kebab-case; never after the drawer that it would be. */
export const fileNames: Rule = (files) =>
  files.flatMap((file) => {
    const name = (file.path.split("/").at(-1) ?? "").replace(/\.(test|sql|config|spec)?\.?(ts|tsx|js|mjs)$/, "");
    const folder = file.path.split("/").slice(0, -1).find((part) => bannedNames.includes(part) && part !== "lib");
    if (bannedNames.includes(name)) return [`${file.path}: "${name}" says nothing of what is inside; name it after what it exports, and split it when it exports several things`];
    if (folder !== undefined) return [`${file.path}: the folder "${folder}" is a drawer; name it after its noun`];
    if (frameworkNames.has(name) || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [];
    return [`${file.path}: write the name in kebab-case`];
  });

function lineCount(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
