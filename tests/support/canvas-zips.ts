/** A member of a zip that holds text. */
interface TextMember {
  readonly name: string;
  readonly data: string;
}

const page = (title: string, body: string): string =>
  `<html><head><title>${title}: Robin Ashworth</title></head><body><h1>${title}</h1><div>${body}</div></body></html>\n`;

/** An assessor's download of one assignment, of one learner. */
export const bulkMembers: readonly TextMember[] = [
  { name: 'ashworthrobin_LATE_1001_9001_essay.pdf', data: '%PDF-1.7\nAn essay.\n' },
  { name: 'ashworthrobin_LATE_1001_9002_notes_2_1.txt', data: 'Notes.\n' },
  { name: 'ashworthrobin_LATE_1001_text.html', data: page('Unit 1: task', '<p>Five and a half.</p>') },
];

/** The learner's own download of everything. */
export const exportMembers: readonly TextMember[] = [
  { name: '2026-11-22 data export/Level 3/Unit 1/essay.pdf', data: '%PDF-1.7\nAn essay.\n' },
  { name: '2026-11-22 data export/Level 3/Unit 1/essay-1.pdf', data: '%PDF-1.7\nA better essay.\n' },
  { name: '2026-11-22 data export/Level 3/Unit 2/submission_text_2.html', data: '<p>What I think.</p>\n' },
  {
    name: '2026-11-22 data export/English/Speech/submission_link_1.html',
    data: '<a href="https://v.example/1">https://v.example/1</a>\n',
  },
];
