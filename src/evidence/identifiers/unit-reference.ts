import {
  doubtfulIdentifier,
  validIdentifier,
  withoutBlanks,
  type IdentifierCheck,
} from './identifier-check.ts';

/** A regulated unit: `A/502/0812`. */
const regulated = /^[A-Z]\/\d{3}\/\d{4}$/;
/** An awarding organisation's own: capitals and digits with at least one digit, such as `CBF498` or `UA33ART12`. */
const own = /^(?=[A-Z0-9]*\d)[A-Z0-9]{2,20}$/;

/** Checks a unit reference by its shape. The normalised form has no slashes: `A/502/0812` and `A5020812` are the same unit. */
export function checkUnitReference(entered: string): IdentifierCheck {
  const text = withoutBlanks(entered);
  const normalised = text.replaceAll('/', '');
  return regulated.test(text) || own.test(text)
    ? validIdentifier(entered, normalised)
    : doubtfulIdentifier(entered, normalised, 'unit-reference-shape');
}

/** True if both name the same unit. */
export function sameUnitReference(a: string, b: string): boolean {
  return checkUnitReference(a).normalised === checkUnitReference(b).normalised;
}
