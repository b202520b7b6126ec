/** Paths that a README names in backticks, in links or in a map of folders (a block whose lines start with names ending in a slash) and that are not there. */
export function missingPaths(readme: string, exists: (path: string) => boolean): string[] {
  const inCode = [...readme.matchAll(/`((?:app|components|lib|prisma|public|tests|\.ci|\.docker)\/[\w./()[\]-]*)`/g)].map((match) => match[1] ?? "");
  const inLinks = [...readme.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  return [...new Set([...inCode, ...inLinks, ...mapPaths(readme)])].filter((path) => !exists(path)).map((path) => `README.md: ${path} is not there`);
}

/** Scripts that it tells people to run and that are not in package.json. */
export function missingScripts(readme: string, scripts: readonly string[]): string[] {
  const named = [...readme.matchAll(/npm (?:run ([\w:-]+)|(start|test))\b/g)].map((match) => match[1] ?? match[2] ?? "");
  return [...new Set(named)].filter((name) => !scripts.includes(name)).map((name) => `README.md: npm run ${name} is no script of package.json`);
}

function mapPaths(readme: string): string[] {
  const blocks = [...readme.matchAll(/```\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  return blocks.flatMap((block) => {
    let parent = "";
    return block.split("\n").flatMap((line) => {
      const match = /^( *)([\w.()-]+\/)(?: |$)/.exec(line);
      if (match === null) return [];
      const name = match[2] ?? "";
      if (match[1] === "") parent = name;
      return [match[1] === "" ? name : `${parent}${name}`];
    });
  });
}
