import type {
  CheckId,
  CheckOutcome,
  CheckResult,
  VerificationReport,
} from '../../verify/verification-report.ts';
import { sayVerificationCode } from '../../verify/verification-codes.ts';
import { sayCount } from './numbers.ts';
import { sayTime } from './times.ts';

interface Answer {
  readonly title: string;
  /** The checks that it stands on. */
  readonly from: readonly CheckId[];
  /** Said when all of them pass. */
  readonly passed: string;
}

/** The separate answers, never one green tick; their names are fixed. */
const answers: readonly Answer[] = [
  {
    title: 'Unchanged',
    from: ['zip', 'layout', 'integrity', 'tag-integrity', 'signature'],
    passed: 'Every file is the one that was signed; none was added, taken out or renamed.',
  },
  {
    title: 'One history',
    from: ['checkpoint', 'history'],
    passed: 'Every record is part of one signed history, in which nothing can be replaced unnoticed.',
  },
  { title: 'Since when', from: ['time'], passed: 'An independent clock has dated this history.' },
  { title: 'From whom', from: ['origin'], passed: 'It is signed by those who made it.' },
  {
    title: 'Anything missing',
    from: ['completeness'],
    passed: 'Every attempt that this vault recorded at what is shown is in here.',
  },
  { title: 'Who sent it', from: ['identity'], passed: 'It was signed with the key that you expected.' },
];

const marks: Readonly<Record<CheckOutcome, string>> = {
  pass: '[yes]',
  fail: '[NO] ',
  'not-checked': '[open]',
};

const verdicts: Readonly<Record<VerificationReport['verdict'], string>> = {
  pass: 'Every check passed.',
  incomplete: 'No check failed, and not everything could be checked.',
  fail: 'This bundle is not as it was signed. Do not rely on it.',
};

const longestList = 20;

/** The report as people read it: the answers one by one, what was found, what is missing, and what all that does not show. */
export function verificationLines(name: string, report: VerificationReport): string[] {
  const { bundle, checks, signer } = report;
  return [
    name,
    ...(report.practice ? ['Practice: nothing in this bundle is real evidence.'] : []),
    ...(bundle === null
      ? []
      : [`${sayCount(bundle.items, 'item')}, made on ${sayTime(bundle.madeAt)} by ${bundle.app}`]),
    '',
    ...answers.flatMap((answer) => answerLines(answer, checks)),
    ...attemptLines(report),
    ...missingLines(report),
    '',
    verdicts[report.verdict],
    'It does not show that the work is the learner’s own, or that it meets the criteria: that is for an assessor.',
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

function answerLines({ title, from, passed }: Answer, checks: readonly CheckResult[]): string[] {
  const own = checks.filter(({ id }) => from.includes(id));
  const outcome = together(own);
  const telling = own.filter(({ result }) => result === outcome);
  const sentences = outcome === 'pass' ? [passed] : telling.map(({ detail }) => detail ?? '');
  const [first = '', ...more] = [...new Set(sentences)];
  return [
    `${marks[outcome].padEnd(6)} ${title.padEnd(16)} ${first}`,
    ...more.map((sentence) => `${' '.repeat(24)}${sentence}`),
    ...(outcome === 'fail' ? telling.flatMap(findingLines) : []),
  ];
}

function together(checks: readonly CheckResult[]): CheckOutcome {
  if (checks.some(({ result }) => result === 'fail')) return 'fail';
  return checks.length > 0 && checks.every(({ result }) => result === 'pass') ? 'pass' : 'not-checked';
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

function missingLines({ bundle }: VerificationReport): string[] {
  if (bundle === null || bundle.missing.length === 0) return [];
  return [
    '',
    'The bundle says itself that this is missing:',
    ...bundle.missing.map(({ what, reason, code }) => `  - ${what}: ${reason} [${code}]`),
  ];
}
