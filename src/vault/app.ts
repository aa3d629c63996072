import type { Clock } from '../base/clock.ts';

/** The product's version, also in provenance and in every bundle. Held equal to package.json by a test. */
export const appVersion = '0.1.0';

/** How the product names itself to portals, in provenance and in bundles. */
export const appName = `evidence-vault/${appVersion}`;

/** The IANA name of this computer's time zone. */
export function timeZoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What every use case knows about its surroundings. */
export interface Surroundings {
  readonly clock: Clock;
  readonly app: string;
  readonly timeZone: string;
}
