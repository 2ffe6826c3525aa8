/** What the door answers, and what a sender does about it. */

export interface Answer {
  status: number;
  means: string;
  todo: string;
}

export const ANSWERS: readonly Answer[] = [
  {
    status: 202,
    means: "Accepted and stored. The body holds the execution's id, Location its address.",
    todo: "Nothing more. duplicate: true says that this message had come before.",
  },
  {
    status: 400,
    means: "The body is not what its content type says: malformed, too deep, or of no encoding.",
    todo: "Correct the message; the answer names line and column.",
  },
  {
    status: 401,
    means: "Nobody is known by this token or signature, or it has expired.",
    todo: "Make a new token, or check the secret and the sender's clock.",
  },
  {
    status: 403,
    means: "The sender may see the flow, but not start it.",
    todo: "Ask for the right.",
  },
  {
    status: 404,
    means: "There is no such flow, or it may not be seen.",
    todo: "Check the address.",
  },
  {
    status: 408,
    means: "The body came too slowly, and nothing was stored.",
    todo: "Send it again.",
  },
  {
    status: 409,
    means: "The flow is paused, or has no live version.",
    todo: "Send it again when the flow is live.",
  },
  { status: 413, means: "The message is too large.", todo: "Split it." },
  {
    status: 415,
    means: "The flow does not take this content type.",
    todo: "Send one of those named above.",
  },
  {
    status: 422,
    means:
      "The message does not fit the contract, or is a single value where there is none; or its Idempotency-Key came before, with another body.",
    todo: "Correct the places listed in problems; use a key for one message only.",
  },
  {
    status: 429,
    means: "Too much waits already, or too many attempts failed.",
    todo: "Send the same request again after the seconds in Retry-After.",
  },
  {
    status: 503,
    means: "The database cannot be reached; nothing was stored.",
    todo: "Send the same request again, with the same key.",
  },
];
