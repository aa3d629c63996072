/**
 * What may be asked of a host of credentials: Open Badges 3.0 (section 6.2.1 of its specification) and Comprehensive Learner Record 2.0
 * (its section of the same name), which differ in nothing but these words.
 */
export interface HostApi {
  readonly name: 'ob' | 'clr';
  /** Below the address of the host: `…/credentials`, `…/profile`, `…/discovery`. */
  readonly path: string;
  readonly readCredentials: string;
  readonly readProfile: string;
}

const api = (name: HostApi['name'], version: string): HostApi => ({
  name,
  path: `ims/${name}/${version}`,
  readCredentials: `https://purl.imsglobal.org/spec/${name}/${version}/scope/credential.readonly`,
  readProfile: `https://purl.imsglobal.org/spec/${name}/${version}/scope/profile.readonly`,
});

export const openBadgesApi = api('ob', 'v3p0');
const learnerRecordApi = api('clr', 'v2p0');
export const hostApis: readonly HostApi[] = [openBadgesApi, learnerRecordApi];

/** Asks for a refresh token (OpenID Connect Core section 11; example in section 7.1.2.1 of Open Badges 3.0). */
export const offlineAccess = 'offline_access';
