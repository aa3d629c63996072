import { giveAnswers, notShown, sayVerdict, type GivenAnswer } from '../../verify/answers.ts';
import { sayCards } from '../../verify/card-words.ts';
import { datesOf } from '../../verify/date-words.ts';
import { sayRehearsal } from '../../verify/rehearsal-words.ts';
import type { CheckOutcome, CheckResult, VerificationReport } from '../../verify/verification-report.ts';
import { countStandings, sayOrigin, standingLeavesOpen } from '../../verify/origin/say-origin.ts';
import { sayVerificationCode } from '../../verify/verification-codes.ts';
import { sayCount } from './numbers.ts';
import { sayDay, sayTime } from './times.ts';

const marks: Readonly<Record<CheckOutcome, string>> = {
  pass: '[yes]',
  fail: '[NO] ',
  'not-checked': '[open]',
};

const longestList = 20;

/** One bundle among many, in a line, and below it what does not hold. */
export function verdictLines(name: string, report: VerificationReport): string[] {
  const { verdict, bundle, checks } = report;
  const mark = { pass: marks.pass, incomplete: marks['not-checked'], fail: marks.fail }[verdict];
  const held = bundle === null ? '' : ` ${sayCount(bundle.items, 'item')}.`;
  const failed = giveAnswers(checks).filter(({ outcome }) => outcome === 'fail');
  return [
    `${mark.padEnd(6)} ${name}:${held} ${sayVerdict(report)}`,
    ...failed.flatMap(({ telling }) => telling.flatMap(findingLines)),
  ];
}

/** The report as people read it: the answers one by one, what was found, what is missing, and what all that does not show. */
export function verificationLines(name: string, report: VerificationReport): string[] {
  const { bundle, checks, signer } = report;
  return [
    name,
    ...(report.practice ? ['Practice: nothing in this bundle is real evidence.'] : []),
    ...(report.encrypted === true && bundle !== null ? ['Locked for you, and opened with your key.'] : []),
    ...(bundle === null
      ? []
      : [`${sayCount(bundle.items, 'item')}, made on ${sayTime(bundle.madeAt)} by ${bundle.app}`]),
    ...partLines(report),
    '',
    ...giveAnswers(checks).flatMap(answerLines),
    ...standingLines(report),
    ...dateLines(report),
    ...attemptLines(report),
    ...missingLines(report),
    ...cardLines(report),
    ...(report.rehearsal === undefined ? [] : ['', sayRehearsal(report.rehearsal)]),
    '',
    sayVerdict(report),
    notShown,
    ...(signer === null
      ? []
      : [
          '',
          'Details',
          `  Key phrase  ${signer.keyPhrase}`,
          `  Vault id    ${signer.vault}`,
          `  Public key  ${signer.publicKey}`,
        ]),
  ];
}

function partLines({ part }: VerificationReport): string[] {
  return part === undefined ? [] : [`Part ${part.part} of ${part.parts.length} of an export that was split.`];
}

function answerLines({ title, outcome, sentences, telling }: GivenAnswer): string[] {
  const [first = '', ...more] = sentences;
  return [
    `${marks[outcome].padEnd(6)} ${title.padEnd(16)} ${first}`,
    ...more.map((sentence) => `${' '.repeat(24)}${sentence}`),
    ...(outcome === 'fail' ? telling.flatMap(findingLines) : []),
  ];
}

function findingLines({ findings = [], count = findings.length }: CheckResult): string[] {
  const lines = findings.slice(0, longestList).map(({ code, file, other, entry }) => {
    const where = [
      ...(file === undefined ? [] : [file]),
      ...(other === undefined ? [] : [`and ${other}`]),
      ...(file === undefined && entry !== undefined ? [`record ${entry.index}`] : []),
    ].join(' ');
    return `         - ${where === '' ? '' : `${where}: `}${sayVerificationCode(code)} [${code}]`;
  });
  return count > lines.length ? [...lines, `         and ${count - lines.length} more`] : lines;
}

/** What stands behind the items, what their signatures are of or why they do not count, and what each standing leaves open. */
function standingLines({ items }: VerificationReport): string[] {
  const counts = countStandings(items);
  if (counts.length === 0) return [];
  const signed = items.flatMap(({ id, name = id, origin = [] }) =>
    origin
      .filter(({ proof }) => proof === 'credential' || proof === 'mail')
      .slice(0, 1)
      .map((each) => `  - ${name}: ${sayOrigin(each)}`),
  );
  const more = signed.length - longestList;
  return [
    '',
    'What stands behind the items:',
    ...counts.map(({ said, items: count }) => `  - ${sayCount(count, 'item')}: ${said}`),
    ...(signed.length === 0 ? [] : ['', 'Signatures of others:', ...signed.slice(0, longestList)]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
    ...new Set(counts.flatMap(({ standing }) => (standing === 'none' ? [] : [standingLeavesOpen[standing]]))),
  ];
}

/** Since when the items have existed, by clocks that the reader trusts. */
function dateLines({ items }: VerificationReport): string[] {
  const dates = datesOf(items);
  const shown = dates.slice(0, longestList).map(({ by, authority, items: count }) => {
    const existed = count === 1 ? '1 item existed' : `${sayCount(count, 'item')} existed`;
    return `  - ${existed} by ${sayDay(by)}, says ${authority}`;
  });
  if (shown.length === 0) return [];
  const more = dates.length - shown.length;
  return ['', 'Dates by clocks that you trust:', ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** The attempts by assignment: always the vault's own count. */
function attemptLines({ attempts }: VerificationReport): string[] {
  if (attempts === null) return [];
  const counted = attempts.assignments.map(({ name = 'An assignment', recorded, shown }) =>
    shown === recorded
      ? `  - ${name}: ${recorded === 1 ? 'the 1 recorded attempt is' : `all ${recorded} recorded attempts are`} in here`
      : `  - ${name}: not shown: ${recorded - shown} of ${recorded} recorded attempts`,
  );
  if (attempts.others > 0)
    counted.push(
      `  - ${sayCount(attempts.others, 'other assignment')} with attempts: nothing of it is in here`,
    );
  return counted.length === 0 ? [] : ['', 'Attempts, according to this vault:', ...counted];
}

/** Whose vault it is, as cards in it say. */
function cardLines({ cards = [] }: VerificationReport): string[] {
  if (cards.length === 0) return [];
  const shown = sayCards(cards.slice(0, longestList));
  return [
    '',
    'Vault cards in it:',
    ...shown.flatMap(({ says, signers }) => [`  - ${says}`, ...signers.map((signer) => `      ${signer}`)]),
  ];
}

function missingLines({ bundle }: VerificationReport): string[] {
  if (bundle === null || bundle.missing.length === 0) return [];
  return [
    '',
    'The bundle says itself that this is missing:',
    ...bundle.missing.map(
      ({ what, reason, noticedAt, code }) => `  - ${what}: ${reason} Noticed ${sayDay(noticedAt)}. [${code}]`,
    ),
  ];
}
