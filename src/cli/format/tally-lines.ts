import type { Tally } from '../../verify/report-page/report-page.ts';
import { sayCount } from './numbers.ts';

/** How many of many bundles came out how. */
export function tallyLines({ good, incomplete, failed, unreadable }: Tally): string[] {
  return [
    `${sayCount(good + incomplete + failed + unreadable, 'bundle')}:`,
    `  ${good} with every check passed`,
    `  ${incomplete} with nothing wrong, and not everything checked`,
    `  ${failed} not as signed`,
    `  ${unreadable} that could not be read`,
  ];
}
