import { errorMeanings, isErrorCode } from '../../../src/base/error-codes.ts';

/** The plain sentence of a code; a code of a later version is shown as it is. */
export function sentenceOf(code: string): string {
  return isErrorCode(code) ? errorMeanings[code].sentence : code;
}
