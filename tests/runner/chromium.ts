import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { readTestEnv } from "./test-env.ts";

const commandNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const otherPlaces = ["/snap/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/** The path of a Chromium on this machine, `null` when there is none. `CHROMIUM_PATH` decides when it is set; throws when nothing runs there. */
export function findChromium(): string | null {
  const { chromiumPath, path: searchPath } = readTestEnv();
  if (chromiumPath !== null) {
    if (isExecutable(chromiumPath)) return chromiumPath;
    throw new Error(`CHROMIUM_PATH names ${chromiumPath}, but nothing can be run there. Set it to a Chromium or Chrome, or unset it.`);
  }
  const inPath = searchPath.split(path.delimiter).flatMap((folder) => commandNames.map((name) => path.join(folder, name)));
  return [...inPath, ...commandNames.map((name) => path.join("/usr/bin", name)), ...otherPlaces].find(isExecutable) ?? null;
}

/** Finds a Chromium, or installs Debian's where that is possible. Throws with what to do when neither works. */
export function findOrInstallChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync("apt-get", ["--version"]).status === 0) {
    const run = (...args: string[]): void => void spawnSync("apt-get", args, { stdio: ["ignore", "inherit", "inherit"] });
    run("update");
    run("install", "-y", "--no-install-recommends", "chromium");
    const installed = findChromium();
    if (installed !== null) return installed;
    throw new Error("The browser tests need Chromium, and apt-get could not install it (its output is above). Install Chromium or Chrome, or set CHROMIUM_PATH.");
  }
  throw new Error("The browser tests need Chromium, and there is none on this machine. Install Chromium or Chrome (on Debian: apt-get install chromium), or set CHROMIUM_PATH.");
}

/** Nothing of the browser's own may reach out of the machine, and it has to start as root in a container. */
export const chromiumFlags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
