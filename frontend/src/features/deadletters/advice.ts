/** What a person does about a dead letter, by the kind of its error. */

export interface Advice {
  says: string;
  /** Redriving can help without a change of the message or the flow. */
  redriveHelps: boolean;
}

const AWAY: Advice = {
  says: "The target did not answer, or was too busy. Look at its connection, or test it; once it answers, redrive: each goes on where it stopped and arrives once.",
  redriveHelps: true,
};
const SETTINGS: Advice = {
  says: "The target refuses the credentials or the settings. Correct the connection and test it, then redrive.",
  redriveHelps: true,
};
const MESSAGE: Advice = {
  says: "The message and the flow do not fit together. Redriving alone ends here again. Either correct the flow, publish it and replay the message with the live version, or have it sent again corrected and discard this one.",
  redriveHelps: false,
};
const REFUSED: Advice = {
  says: "The target took the call and refused the record. Correct the record's counterpart at the target and redrive, or correct the flow and replay with the live version.",
  redriveHelps: true,
};
const UNKNOWN: Advice = {
  says: "Open the example and read what the step was given and what it met. Redrive once the cause is mended, or discard with a reason.",
  redriveHelps: true,
};

const BY_CODE: readonly [RegExp, Advice][] = [
  [/^connector\.configuration/, SETTINGS],
  [/^connector\.egress_refused/, SETTINGS],
  [/^connector\.(retryable|circuit_open|ambiguous|timeout|unreachable|rate)/, AWAY],
  [/^(step|mapping|xml|body|csv|json|event)\./, MESSAGE],
  [/^connector\./, REFUSED],
  [/^[a-z0-9_]+\.(unreachable|timeout|unavailable)/, AWAY],
];

export const adviceFor = (code: string): Advice =>
  BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? UNKNOWN;
