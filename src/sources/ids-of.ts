import type { Said } from '../evidence/values/stated.ts';

/** The numbers and names that a portal gave, without those that are empty. */
export function idsOf(named: Readonly<Record<string, Said | undefined>>): Record<string, Said> {
  const ids: Record<string, Said> = {};
  for (const [name, said] of Object.entries(named))
    if (said !== undefined && said !== null && said !== '') ids[name] = said;
  return ids;
}
