import { buildPages } from "./build-pages.ts";

process.exitCode = await buildPages();
