import { z } from "zod";
import { type IdNoun, idPrefixes, parsePublicId } from "#lib/platform/ids";

/** A public id such as `src_0197…` from outside, as the bare UUID that databases hold. */
export function idSchema(noun: IdNoun) {
  return z
    .string()
    .transform((text, context) => {
      const uuid = parsePublicId(noun, text);
      if (uuid !== null) return uuid;
      context.addIssue({ code: "custom", message: `An id that starts with ${idPrefixes[noun]}_.` });
      return z.NEVER;
    })
    .meta({ description: `An id that starts with \`${idPrefixes[noun]}_\`.` });
}
