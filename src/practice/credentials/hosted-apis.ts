/** An API by which the practice provider hands out what it signed. */
export interface HostedApi {
  readonly name: 'ob' | 'clr';
  /** Where it begins, behind the provider's own address; with a slash at both ends. */
  readonly path: string;
  readonly readCredentials: string;
  readonly readProfile: string;
}

const hosted = (name: HostedApi['name'], version: string): HostedApi => ({
  name,
  path: `/ims/${name}/${version}/`,
  readCredentials: `https://purl.imsglobal.org/spec/${name}/${version}/scope/credential.readonly`,
  readProfile: `https://purl.imsglobal.org/spec/${name}/${version}/scope/profile.readonly`,
});

/** Open Badges 3.0 (section 6 of its specification) and CLR 2.0 (section 6 of its own), which differ in these words alone. */
export const hostedApis: readonly HostedApi[] = [hosted('ob', 'v3p0'), hosted('clr', 'v2p0')];
