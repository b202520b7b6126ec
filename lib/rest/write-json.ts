export { writeJson } from "#lib/platform/raw-json";
