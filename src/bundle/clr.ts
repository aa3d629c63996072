import type { JsonObject, JsonValue } from '../base/json.ts';
import type { ItemFacts } from './item-facts.ts';
import { folders } from './layout.ts';
import { PageContext, type PageInput } from './page/page-context.ts';
import { encodeReadableJson, numberOf, objectOf, textOf } from './readable-json.ts';

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
];

/** In every part of it, so that none can be taken for a provider's word where it is shown alone. */
const selfIssued =
  'Self-issued by the learner’s own vault, and not signed. The provider did not issue this; it says what the vault kept of a grade.';

/**
 * `data/clr.json`: the grades that a bundle shows as a Comprehensive Learner Record 2.0 (https://www.imsglobal.org/spec/clr/v2p0), for systems
 * that read nothing else. Its issuer is the vault, never the provider, and it has no proof: it stands on the bundle's own. A pure function
 * of what the bundle discloses.
 * @returns undefined where no grade is shown: a learner record has one achievement at least
 */
export function renderClr(input: PageInput): Uint8Array | undefined {
  const { document, model } = input;
  const context = new PageContext(input);
  const issuer = {
    id: `urn:evidence-vault:vault:${document.vault.id}`,
    type: ['Profile'],
    name: 'The learner’s own Evidence Vault (self-issued)',
  };
  const credentials = context.itemsInOrder.flatMap((versions) => {
    const grade = versions.at(-1);
    const value = grade?.kind === 'grade' ? gradeOf(grade.record) : undefined;
    return grade === undefined || value === undefined ? [] : [credentialOf(context, grade, value, issuer)];
  });
  if (credentials.length === 0) return undefined;
  const [profile = {}] = model.statementsOf('profile').map(({ record }) => record);
  return encodeReadableJson({
    '@context': contexts,
    id: `urn:evidence-vault:bundle:${document.bundle}:clr`,
    type: ['VerifiableCredential', 'ClrCredential'],
    name: `${document.practice ? 'Practice: ' : ''}Grades kept by the learner (self-issued)`,
    description: selfIssued,
    issuer,
    validFrom: document.madeAt,
    partial: true,
    credentialSubject: {
      type: ['ClrSubject'],
      ...identifiersOf(profile),
      verifiableCredential: credentials,
    },
  });
}

/** As the provider wrote it; undefined where it was not given out, or is not shown. */
function gradeOf({ released, value }: JsonObject): string | undefined {
  const stated = objectOf(value);
  const said = textOf(stated?.shown) ?? textOf(stated?.said) ?? textOf(value);
  return released === false || said === '' ? undefined : said;
}

function credentialOf(context: PageContext, grade: ItemFacts, value: string, issuer: JsonObject): JsonObject {
  const { document, model } = context;
  const place = model.placeOf(grade);
  const [unitId] = place.units;
  const unit = model.findRecord(unitId);
  const reference = textOf(unit?.reference);
  const assignment = model.findRecord(place.assignment);
  const title = textOf(assignment?.title) ?? textOf(grade.record.title) ?? textOf(unit?.title) ?? grade.name;
  const attempt = place.number ?? numberOf(model.findRecord(place.attempt)?.number);
  const name = [reference, title].filter((part) => part !== undefined).join(' ') || 'A grade';
  return {
    '@context': contexts,
    id: `urn:evidence-vault:bundle:${document.bundle}:${grade.id}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: `${name}${attempt === undefined ? '' : `, attempt ${String(attempt)}`} (self-issued)`,
    description: selfIssued,
    issuer,
    validFrom: timeOf(grade) ?? document.madeAt,
    credentialSubject: {
      type: ['AchievementSubject'],
      achievement: {
        id: `urn:evidence-vault:achievement:${place.assignment ?? unitId ?? grade.id}`,
        type: ['Achievement'],
        name,
        description: selfIssued,
        criteria: { narrative: 'As the provider set them; they are not part of this record.' },
        ...(reference === undefined ? {} : { humanCode: reference }),
      },
      result: [{ type: ['Result'], value }],
    },
    evidence: [
      {
        id: `urn:evidence-vault:item:${grade.id}`,
        type: ['Evidence'],
        name: 'The record of the grade, in the same bundle',
        narrative: (context.rowOf(grade)?.record ?? '').slice(folders.payload.length),
      },
    ],
  };
}

/** When the vault kept it, as a date and time with its zone, which is what the standard takes. */
function timeOf({ at }: ItemFacts): string | undefined {
  return at !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(at)
    ? at
    : undefined;
}

function identifiersOf(profile: JsonObject): JsonObject {
  const known: readonly (readonly [string, JsonValue | undefined])[] = [
    ['name', profile.name],
    ['systemId', profile.registration ?? profile.candidateNumber],
  ];
  const identifier = known.flatMap(([identityType, value]) => {
    const text = textOf(value);
    return text === undefined
      ? []
      : [{ type: 'IdentityObject', hashed: false, identityHash: text, identityType }];
  });
  return identifier.length === 0 ? {} : { identifier };
}
