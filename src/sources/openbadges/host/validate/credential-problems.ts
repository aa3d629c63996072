import type { JsonObject } from '../../../../base/json.ts';
import { evidenceLinks } from '../../../../verify/origin/credentials/evidence-links.ts';
import { idOf, objectsOf, textOf, textsOf } from '../../../../verify/origin/credentials/json-view.ts';
import type { ReadCredential } from '../../../../verify/origin/credentials/read-credential.ts';

/** What the profile asks for and a credential does not say (section "The credential" of the profile). */
export function shapeProblems({ credential, standard }: ReadCredential): string[] {
  const name = idOf(credential.id) ?? 'A credential without an id';
  const problem = (said: string): string => `${name}: ${said}`;
  // The credentials within a CLR are looked at one by one, as if they were listed by themselves.
  if (standard === 'clr-2') return credential.id === undefined ? [problem('there is no id.')] : [];
  const [subject = {}] = objectsOf(credential.credentialSubject);
  const [achievement = {}] = objectsOf(subject.achievement);
  const descriptions = objectsOf(achievement.resultDescription);
  const known = new Set(descriptions.map((each) => idOf(each)));
  const results = objectsOf(subject.result);
  const has: readonly (readonly [boolean, string])[] = [
    [typeof credential.id === 'string', 'there is no id.'],
    [standard === 'open-badge-3', 'it is no OpenBadgeCredential.'],
    [idOf(credential.issuer) !== undefined, 'the issuer has no id.'],
    [textOf(credential.validFrom) !== undefined, 'there is no validFrom.'],
    [idOf(subject.id) !== undefined, 'the subject has no id.'],
    [textOf(achievement.name) !== undefined, 'the achievement has no name.'],
    [results.length > 0, 'there is no result.'],
    [
      results.every((result) => textOf(result.value) !== undefined || result.achievedLevel !== undefined),
      'a result has no value.',
    ],
    [
      results.every((result) => known.has(idOf(result.resultDescription))),
      'a result is not described by the achievement.',
    ],
    [
      descriptions.some((each) => textOf(each.resultType) === 'ext:Attempt'),
      'it does not say which attempt it is.',
    ],
    [
      evidenceLinks(credential).every(({ genre }) => genre === 'submission' || genre === 'feedback'),
      'evidence is neither called submission nor feedback.',
    ],
  ];
  return has.filter(([holds]) => !holds).map(([, said]) => problem(said));
}

/** Properties of a person that no proof of work needs. */
const personal = [
  'name',
  'givenName',
  'familyName',
  'email',
  'phone',
  'address',
  'dateOfBirth',
  'image',
] as const;

/** What a credential says of the learner and should not (section "Least data" of the profile). */
export function dataProblems(credential: JsonObject): string[] {
  const name = idOf(credential.id) ?? 'A credential without an id';
  return objectsOf(credential.credentialSubject).flatMap((subject) => [
    ...personal
      .filter((property) => subject[property] !== undefined)
      .map((property) => `${name}: the subject has ${property}.`),
    ...objectsOf(subject.identifier)
      .filter(({ hashed }) => hashed !== true)
      .map(
        (identifier) =>
          `${name}: an identifier (${textsOf(identifier.identityType)[0] ?? 'of no type'}) is not hashed.`,
      ),
    ...(/^mailto:/i.test(idOf(subject.id) ?? '') ? [`${name}: the subject’s id is an e-mail address.`] : []),
  ]);
}
