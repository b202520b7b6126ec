export { RawJson } from "#lib/platform/raw-json";
