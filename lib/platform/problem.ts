/** Every way in which a call can be refused, with its HTTP status. Closed: the OpenAPI document lists them. */
export const problemKinds = {
  bad_input: { status: 400, title: "The input is not valid" },
  not_signed_in: { status: 401, title: "No valid sign-in or API key" },
  forbidden: { status: 403, title: "Your role or scope does not allow this" },
  csrf: { status: 403, title: "The request did not come from this dashboard" },
  step_up_required: { status: 403, title: "Confirm your password first" },
  not_found: { status: 404, title: "Nothing is here" },
  method_not_allowed: { status: 405, title: "This address does not take that method" },
  too_slow: { status: 408, title: "The request came too slowly" },
  conflict: { status: 409, title: "This is not possible in the present state" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "This content type or encoding is not taken" },
  unprocessable: { status: 422, title: "The content cannot be used" },
  too_many: { status: 429, title: "Too many attempts" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available at the moment" },
} as const;

export type ProblemKind = keyof typeof problemKinds;

/** A field that was refused; `path` like `keys.0.secret`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** RFC 9457 body. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

/** A refusal that its caller should read: what happened, why, what to do. Never carries secrets. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: ProblemKind,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.name = "Problem";
    this.kind = kind;
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }

  get status(): number {
    return problemKinds[this.kind].status;
  }

  body(): ProblemBody {
    const { status, title } = problemKinds[this.kind];
    return {
      type: `urn:countersign:problem:${this.kind.replaceAll("_", "-")}`,
      title,
      status,
      detail: this.message,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    };
  }
}
