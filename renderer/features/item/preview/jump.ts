/** A place to go to: a page, or a moment in seconds. `at` tells two wishes for the same place apart. */
export interface Jump {
  readonly kind: 'page' | 'time';
  readonly value: number;
  readonly at: number;
}
