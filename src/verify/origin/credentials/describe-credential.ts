import type { z } from 'zod';

import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Credential, credentialSchema } from '../../../evidence/records/credential.ts';
import { timeSaidInIso, type StatedTime } from '../../../evidence/values/times.ts';
import { evidenceLinks } from './evidence-links.ts';
import { idOf, listOf, objectsOf, textOf, textsOf } from './json-view.ts';
import type { ReadCredential } from './read-credential.ts';

type Shape = z.infer<typeof credentialSchema>;
type Achievement = Shape['achievements'][number];
type Result = Shape['results'][number];

/** What is read out of a credential, without what was checked and where it lies. */
export type Description = Pick<
  Credential,
  | 'form'
  | 'standard'
  | 'id'
  | 'types'
  | 'title'
  | 'description'
  | 'issuer'
  | 'subject'
  | 'achievements'
  | 'results'
  | 'evidence'
  | 'validFrom'
  | 'validUntil'
  | 'awarded'
>;

/** Texts longer than this are cut in the record, with `…` at their end; the document has them whole. */
const longest = 10_000;
/** As many of a list as a record holds. */
const most = 500;

/** Reads out of a credential what people want to see of it: Open Badges 3.0 appendix B, CLR 2.0 appendix B; all words verbatim. */
export function describeCredential(read: ReadCredential): Description {
  const { credential } = read;
  const subjects = objectsOf(credential.credentialSubject);
  const [subject = {}] = subjects;
  const given = subjects.flatMap((each) => objectsOf(each.achievement)).slice(0, most);
  const achievements = given.map((achievement) => achievementOf(achievement));
  const assertion = read.standard === 'open-badge-2' ? describeAssertion(credential) : {};
  const from = credential.validFrom ?? credential.issuanceDate ?? credential.issuedOn;
  const until = credential.validUntil ?? credential.expirationDate ?? credential.expires;
  return {
    form: read.form,
    standard: read.standard,
    ...texts({
      id: idOf(credential),
      title: titleOf(credential, achievements),
      description: textOf(credential.description),
    }),
    types: textsOf(credential.type).slice(0, most).map(cut),
    issuer: partyOf(credential.issuer),
    subject: subjectOf(subject),
    achievements,
    results: subjects.flatMap((each) => resultsOf(each)).slice(0, most),
    evidence: evidenceLinks(credential)
      .slice(0, most)
      .map(({ digests, ...link }) => ({ ...texts(link), digests: digests.map((digest) => ({ ...digest })) })),
    ...times({ validFrom: from, validUntil: until, awarded: credential.awardedDate }),
    ...assertion,
  };
}

function titleOf(credential: JsonObject, achievements: readonly Achievement[]): string | undefined {
  return textOf(credential.name) ?? achievements.flatMap(({ name }) => name ?? [])[0];
}

/** An assertion of Open Badges 2.0, as far as it holds its badge and issuer itself and does not only point at them. */
function describeAssertion(assertion: JsonObject): Partial<Description> {
  const [badge = {}] = objectsOf(assertion.badge);
  const achievement = achievementOf(badge);
  const name = textOf(badge.name);
  return {
    issuer: partyOf(badge.issuer),
    achievements: name === undefined && achievement.id === undefined ? [] : [achievement],
    ...(name === undefined ? {} : { title: cut(name) }),
  };
}

function achievementOf(given: JsonObject): Achievement {
  const [criteria] = listOf(given.criteria);
  return {
    ...texts({
      id: idOf(given),
      name: textOf(given.name),
      type: textOf(given.achievementType),
      code: textOf(given.humanCode),
      description: textOf(given.description),
      criteria: isJsonObject(criteria) ? (textOf(criteria.narrative) ?? idOf(criteria)) : textOf(criteria),
    }),
    alignments: objectsOf(given.alignment)
      .slice(0, most)
      .map((alignment) =>
        texts({
          name: textOf(alignment.targetName),
          code: textOf(alignment.targetCode),
          url: textOf(alignment.targetUrl),
          framework: textOf(alignment.targetFramework),
          type: textOf(alignment.targetType),
        }),
      ),
  };
}

/** Results in the words of their descriptions (Open Badges 3.0 sections B.1.21 to B.1.24). */
function resultsOf(subject: JsonObject): Result[] {
  const descriptions = objectsOf(subject.achievement).flatMap((achievement) =>
    objectsOf(achievement.resultDescription),
  );
  return objectsOf(subject.result).map((result) => {
    const wanted = idOf(result.resultDescription);
    const description = descriptions.find((each) => wanted !== undefined && idOf(each) === wanted) ?? {};
    const reached = textOf(result.achievedLevel);
    const level = objectsOf(description.rubricCriterionLevel ?? description.rubricLevel).find(
      (each) => reached !== undefined && idOf(each) === reached,
    );
    const [value] = listOf(result.value);
    return {
      ...texts({
        of: textOf(description.name),
        type: textOf(description.resultType),
        level: level === undefined ? reached : (textOf(level.name) ?? textOf(level.level) ?? reached),
        status: textOf(result.status),
      }),
      ...(isSaid(value) ? { value: typeof value === 'string' ? cut(value) : value } : {}),
    };
  });
}

/** The most points that can be had for the result at a place of the list, where the description says so. */
export function mostPointsOf(credential: JsonObject, place: number): number | undefined {
  const all = objectsOf(credential.credentialSubject).flatMap((subject) => {
    const descriptions = objectsOf(subject.achievement).flatMap((achievement) =>
      objectsOf(achievement.resultDescription),
    );
    return objectsOf(subject.result).map((result) =>
      descriptions.find((each) => idOf(each) !== undefined && idOf(each) === idOf(result.resultDescription)),
    );
  });
  const points = Number(textOf(all[place]?.valueMax) ?? Number.NaN);
  return Number.isFinite(points) ? points : undefined;
}

function subjectOf(subject: JsonObject): Description['subject'] {
  const identifiers = objectsOf(subject.identifier)
    .slice(0, most)
    .flatMap((identifier) => {
      const value = textOf(identifier.identityHash);
      if (value === undefined) return [];
      const hashed = typeof identifier.hashed === 'boolean' ? { hashed: identifier.hashed } : {};
      return [{ ...texts({ type: textOf(identifier.identityType) }), value: cut(value), ...hashed }];
    });
  return {
    ...texts({ id: idOf(subject), name: textOf(subject.name) }),
    ...(identifiers.length === 0 ? {} : { identifiers }),
  };
}

function partyOf(given: JsonValue | undefined): Description['issuer'] {
  const [party] = objectsOf(given);
  if (party === undefined) return texts({ id: idOf(given) });
  return texts({
    id: idOf(party),
    name: textOf(party.name),
    url: textOf(party.url),
    email: textOf(party.email),
  });
}

function times<Name extends string>(
  given: Readonly<Record<Name, JsonValue | undefined>>,
): Partial<Record<Name, StatedTime>> {
  const found: Partial<Record<Name, StatedTime>> = {};
  for (const name in given) {
    const said = given[name];
    if (typeof said === 'string') found[name] = timeSaidInIso(cut(said));
  }
  return found;
}

/** The texts that there are, none longer than a record holds. */
function texts<Name extends string>(
  given: Partial<Readonly<Record<Name, string | undefined>>>,
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name in given) {
    const text = given[name];
    if (text !== undefined) found[name] = cut(text);
  }
  return found;
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`;
}

function isSaid(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
