import { join } from 'node:path';

/** The checkout, and where its parts lie. */
const checkout = join(import.meta.dirname, '..', '..');

export const inCheckout = (...path: string[]): string => join(checkout, ...path);
