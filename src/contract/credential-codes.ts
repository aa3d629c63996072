/** The domain's sentences about a credential, for pages that show what was found when it was kept. */
export { sayCredentialCode } from '../evidence/credential-codes.ts';
