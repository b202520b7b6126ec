/** Why nothing, or not all of an answer, came back. */
export const outboundFailures = ["timeout", "dns", "connect", "tls", "refused_address", "reset", "too_large"] as const;
export type OutboundFailure = (typeof outboundFailures)[number];

/** A call that failed, with a sentence about it for whoever may know where we send. Never holds what the target said. */
export class OutboundError extends Error {
  readonly failure: OutboundFailure;

  constructor(failure: OutboundFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutboundError";
    this.failure = failure;
  }
}

/** Whatever the client library or a socket threw, as one of our failures. */
export function toOutboundError(error: Error): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") return new OutboundError("too_large", "The head of the answer is larger than 16 KiB.", { cause: error });
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS")) return new OutboundError("tls", tlsReason(code), { cause: error });
  if (code === "UND_ERR_INVALID_ARG") return new OutboundError("reset", "The request could not be written: one of its headers has a form that HTTP does not allow. Nothing was sent.", { cause: error });
  if (code.startsWith("HPE_")) return new OutboundError("reset", "What came back is not HTTP.", { cause: error });
  return new OutboundError("reset", "The connection was closed before an answer came.", { cause: error });
}

const tlsReasons = new Map([
  ["CERT_HAS_EXPIRED", "The certificate has expired."],
  ["CERT_NOT_YET_VALID", "The certificate is not valid yet."],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "The certificate is for another name."],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "The certificate is signed by itself, so that nobody vouches for it."],
  ["SELF_SIGNED_CERT_IN_CHAIN", "The certificate comes from an authority that this machine does not know."],
  ["UNABLE_TO_GET_ISSUER_CERT", "The certificate comes from an authority that this machine does not know."],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "The certificate comes from an authority that this machine does not know, or the server leaves out the certificates between."],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "The server leaves out the certificates between its own and the authority's."],
  ["CERT_REVOKED", "The certificate was revoked."],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "What answers there does not speak TLS."],
  ["ERR_SSL_PACKET_LENGTH_TOO_LONG", "What answers there does not speak TLS."],
  ["ERR_SSL_UNSUPPORTED_PROTOCOL", "The server only speaks versions of TLS before 1.2."],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "The server only speaks versions of TLS before 1.2."],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "The server asks for a client certificate, which we do not have."],
]);

/** What went wrong with TLS, by the code of the error. */
export function tlsReason(code: string): string {
  return tlsReasons.get(code) ?? "The encrypted connection could not be made.";
}
