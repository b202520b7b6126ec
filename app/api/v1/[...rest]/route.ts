import { refuseUnknownAddress } from "#lib/rest/refuse-unknown-address";

export {
  refuseUnknownAddress as GET,
  refuseUnknownAddress as POST,
  refuseUnknownAddress as PUT,
  refuseUnknownAddress as PATCH,
  refuseUnknownAddress as DELETE,
};
