/** Lists of a policy that name somebody who is trusted. */
export const policyLists = [
  'authorities',
  'witnesses',
  'vaults',
  'cardSigners',
  'issuers',
  'dkimKeys',
] as const;
export type PolicyList = (typeof policyLists)[number];

/** The `problem` of an authority that is to be added under a name that the policy has already. */
export const nameTaken = 'an authority of that name is there already';
