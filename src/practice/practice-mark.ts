/** Says practice wherever a site's name is shown. Plain ASCII without characters that JSON or HTML escape. */
export const practiceSiteName = 'Northfield Training (practice)';

/** A header, with the value 1, on every answer of the practice provider. */
export const practiceHeader = 'X-Evidence-Vault-Practice';
