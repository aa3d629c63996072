import { systemClock } from '../base/clock.ts';
import { validateProvider as validate } from '../sources/openbadges/host/validate/validate-provider.ts';
import type { TestAccess } from '../sources/openbadges/host/validate/validation.ts';
import { appName } from './app.ts';
import type { ProviderReport } from '../sources/openbadges/host/validate/profile-checks.ts';

export type { ProviderReport, TestAccess };

/** Holds a provider of signed credentials against the profile's checklist; no vault is needed. Throws `input.usage`, `internal.cancelled`. */
export function validateProvider(
  url: string,
  { access, signal }: { readonly access: TestAccess | undefined; readonly signal: AbortSignal },
): Promise<ProviderReport> {
  return validate({ url, access, app: appName, clock: systemClock, signal });
}
