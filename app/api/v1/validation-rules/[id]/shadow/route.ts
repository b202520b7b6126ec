import { handle } from "#lib/rest/handle";
import { shadowRuleSetRoute } from "#lib/rest/validation-rule-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(shadowRuleSetRoute);
