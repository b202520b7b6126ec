import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as binding from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { engineConnections } from "./engine-adapter.sql.ts";

/** What Prisma's engine said, in its own words and those of PostgreSQL. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MigrationError";
  }
}

/** The engine waits for this long with a timer that it leaves behind when the answer was faster. */
const leftBehindTimerMs = 10_000;
let loading: Promise<void> | null = null;

/** Runs `use` with Prisma's schema engine on the database at `url`, and closes everything it opened. Throws `MigrationError`. */
export async function withSchemaEngine<Result>(url: string, models: readonly SchemaContainer[], use: (engine: SchemaEngine) => Promise<Result>): Promise<Result> {
  await (loading ??= loadEngine());
  const connections = engineConnections(url);
  const factory = bindMigrationAwareSqlAdapterFactory(connections.factory);
  try {
    const engine = await binding.SchemaEngine.new({ datamodels: models.map(({ path: name, content }) => [name, content]) }, () => undefined, factory);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw translate(error, (id) => factory.errorRegistry.consumeError(id)?.error);
  } finally {
    await connections.closeAll();
  }
}

/** The package's own entry imports a .wasm module, which Node does not load; its binding is wired by hand instead. */
async function loadEngine(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const module = await WebAssembly.compile(bytes);
  const imports = Object.fromEntries(Object.entries(binding).filter(([, value]) => typeof value === "function"));
  const own: Record<string, WebAssembly.ImportValue> = {};
  for (const { name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== "function") continue;
    if (name.startsWith("__wbg_setTimeout_")) own[name] = startTimer;
  }
  const instance = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": { ...imports, ...own } });
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: refusePanic } });
  Reflect.apply(wiring(binding, "__wbg_set_wasm"), null, [instance.exports]);
  Reflect.apply(wiring(instance.exports, "__wbindgen_start"), null, []);
}

/** What the generated binding needs but does not declare. */
function wiring(holder: object, name: string): Function {
  const found: unknown = Reflect.get(holder, name);
  if (typeof found !== "function") throw new Error(`@prisma/schema-engine-wasm has no ${name}: this version is not known`);
  return found;
}

/** A panic traps in a microtask of the engine's own, which nobody can catch: at least it should say what it was. */
function refusePanic(message: string): never {
  throw new MigrationError(`Prisma's schema engine failed: ${message}`);
}

function startTimer(callback: () => void, delayMs: number): NodeJS.Timeout {
  const timer: NodeJS.Timeout = setTimeout(callback, delayMs);
  if (delayMs >= leftBehindTimerMs) timer.unref();
  return timer;
}

function translate(error: unknown, consume: (id: number) => unknown): MigrationError {
  const said = error instanceof Error ? error.message : String(error);
  const id = /External error id#(\d+)/.exec(said)?.[1];
  const real = id === undefined ? undefined : consume(Number(id));
  return new MigrationError(withoutTrace(real instanceof Error ? real.message : said), { cause: real ?? error });
}

/** The engine puts places of its own source under its message. */
function withoutTrace(message: string): string {
  return message.replace(/\n\s+\d+: schema_engine[\s\S]*$/, "").trim();
}
