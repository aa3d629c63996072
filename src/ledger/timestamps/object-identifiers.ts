/** Object identifiers of what timestamps are made of, in dotted form, each with where it is defined. */
export const oids = {
  /** RFC 5652 section 5.1. */
  signedData: '1.2.840.113549.1.7.2',
  /** RFC 3161 section 2.4.2, id-ct-TSTInfo. */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  /** RFC 5652 section 11.1. */
  contentType: '1.2.840.113549.1.9.3',
  /** RFC 5652 section 11.2. */
  messageDigest: '1.2.840.113549.1.9.4',
  /** RFC 2634 section 5.4. */
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  /** RFC 5035 section 3. */
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 3161 section 2.3, id-kp-timeStamping. */
  timeStamping: '1.3.6.1.5.5.7.3.8',
  /** RFC 5280 section 4.2.1. */
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  crlDistributionPoints: '2.5.29.31',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  /** RFC 5280 section 4.2.2.1. */
  ocsp: '1.3.6.1.5.5.7.48.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
  /** RFC 5280 sections 5.2 and 5.3. */
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  issuingDistributionPoint: '2.5.29.28',
  /** RFC 6960 sections 4.2.1 and 4.2.2.2. */
  basicOcspResponse: '1.3.6.1.5.5.7.48.1.1',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  /** RFC 3370 section 2.1: only to name a certificate, never to prove one. */
  sha1: '1.3.14.3.2.26',
  /** RFC 8017 appendix C. */
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  mgf1: '1.2.840.113549.1.1.8',
  /** RFC 5480 section 2.1.1. */
  ecPublicKey: '1.2.840.10045.2.1',
  /** RFC 8410 section 3. */
  ed25519: '1.3.101.112',
} as const;
