import { type Asn, tags } from '../asn.ts';
import { type Certificate, inside } from '../certificate.ts';
import { oids } from '../object-identifiers.ts';
import { TimestampFlaw } from '../timestamp-flaw.ts';

/** Where a certificate says that one may ask about it (RFC 5280 sections 4.2.1.13 and 4.2.2.1): web addresses, unjudged. */
export interface CertificateAddresses {
  readonly ocsp: readonly string[];
  readonly lists: readonly string[];
  /** Where the issuer's certificate lies. */
  readonly issuers: readonly string[];
}

const uriTag = tags.contextBytes(6);
const most = 4;

function webAddress(name: Asn): string[] {
  if (name.tag !== uriTag) return [];
  const text = String.fromCharCode(...name.content.subarray(0, 1024));
  return /^https?:/iu.test(text) ? [text] : [];
}

/** Reads the addresses, at most four of each kind; a certificate in which they cannot be read names none. */
export function certificateAddresses(certificate: Certificate): CertificateAddresses {
  try {
    return readAddresses(certificate);
  } catch (thrown) {
    if (thrown instanceof TimestampFlaw) return { ocsp: [], lists: [], issuers: [] };
    throw thrown;
  }
}

function readAddresses({ extensions }: Certificate): CertificateAddresses {
  const access = inside(extensions.get(oids.authorityInfoAccess))?.require(tags.sequence).children ?? [];
  const by = (method: string): string[] =>
    access
      .flatMap((description) => {
        const fields = description.fields(tags.sequence);
        return fields.take(tags.oid).oid === method ? webAddress(fields.any()) : [];
      })
      .slice(0, most);
  const points = inside(extensions.get(oids.crlDistributionPoints))?.require(tags.sequence).children ?? [];
  const lists = points.flatMap((point) => {
    const names = point.fields(tags.sequence).find(tags.context(0))?.only(tags.context(0));
    return names?.tag === tags.context(0) ? names.children.flatMap(webAddress) : [];
  });
  return { ocsp: by(oids.ocsp), lists: lists.slice(0, most), issuers: by(oids.caIssuers) };
}
