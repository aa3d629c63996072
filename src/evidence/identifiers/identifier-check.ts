/** What an identifier check found. It warns and never blocks: what was entered is kept in any case. */
export interface IdentifierCheck {
  /** Exactly as entered. */
  readonly entered: string;
  /** For comparing and searching only: without blanks and separators, in capitals. */
  readonly normalised: string;
  readonly valid: boolean;
  readonly warning?: IdentifierWarning;
}

interface IdentifierWarning {
  readonly code: IdentifierWarningCode;
  /** One plain sentence for the learner. */
  readonly sentence: string;
}

const identifierWarnings = {
  'uln-shape': 'Your ULN has 10 digits and does not start with 0. Please look at it again.',
  'uln-check': 'One of the digits of this unique learner number seems to be wrong. Please check it.',
  'uln-temporary':
    'This is the number for learners who have no unique learner number yet. Put in the real one when you have it.',
  'qan-shape': 'The number of a course looks like 600/5640/X or 60056401. Please look at it again.',
  'unit-reference-shape':
    'A unit reference looks like A/502/0812, or is a short code such as CBF498. Please check it.',
  'ukprn-shape': 'A provider number (UKPRN) has 8 digits and does not begin with 0. Please check it.',
  'epao-shape': 'The number of whoever runs the end test looks like EPA0123. Please look at it again.',
  'recognition-number-shape': 'The number of an awarding body looks like RN5273. Please look at it again.',
  'standard-shape': 'The number of a standard looks like ST0070. Please look at it again.',
} as const;
export type IdentifierWarningCode = keyof typeof identifierWarnings;

/** Every code of a doubt. */
export const identifierWarningCodes = Object.keys(identifierWarnings) as IdentifierWarningCode[];

/** A check that passed. */
export function validIdentifier(entered: string, normalised: string): IdentifierCheck {
  return { entered, normalised, valid: true };
}

/** A check that warns. */
export function doubtfulIdentifier(
  entered: string,
  normalised: string,
  code: IdentifierWarningCode,
): IdentifierCheck {
  return { entered, normalised, valid: false, warning: { code, sentence: identifierWarnings[code] } };
}

/** A check by one pattern over the normalised form. */
export function checkShape(
  entered: string,
  normalised: string,
  shape: RegExp,
  code: IdentifierWarningCode,
): IdentifierCheck {
  return shape.test(normalised)
    ? validIdentifier(entered, normalised)
    : doubtfulIdentifier(entered, normalised, code);
}

/** Without blanks and hyphens of any kind, in capitals. */
export function withoutBlanks(entered: string): string {
  return entered.replace(/[\s\p{Pd}]+/gu, '').toUpperCase();
}
