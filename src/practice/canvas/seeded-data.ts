import { createHash } from 'node:crypto';

import type {
  CanvasData,
  PracticeAssignment,
  PracticeAttempt,
  PracticeComment,
  PracticeCourse,
  PracticeFile,
  PracticeMark,
} from './canvas-data.ts';

/** The learner of every practice Canvas. */
export const learner = { id: 1001, name: 'Robin Ashworth', login: 'robin.ashworth' };
const assessor = { id: 5501, name: 'Dana Marker' };

/** Names that must stay names, whatever they look like. */
const names = [
  'essay.pdf',
  '../../etc/passwd.pdf',
  'CON.pdf',
  'a b #1%.pdf',
  'r\u00e9sum\u00e9 \u2026 final.pdf',
  'essay.pdf',
];
const kinds = ['online_upload', 'online_upload', 'online_text_entry', 'online_url', 'media_recording'];
const grading = ['points', 'letter_grade', 'percent', 'pass_fail'];

/**
 * Three courses with 40 assignments and 120 attempts, the same each time: 34 assignments with three attempts, three with six, and three
 * with none (excused, missing, handed in on paper). Four of them are marked and not posted.
 */
export function seededData(): CanvasData {
  const files = new Map<number, PracticeFile>();
  const make = new Maker(files);
  const courses: PracticeCourse[] = [
    {
      id: 201,
      name: 'Level 3 Electrical Installation',
      code: 'EL3',
      enrolment: 'active',
      closed: false,
      assignments: [],
    },
    {
      id: 202,
      name: 'Health & Social Care',
      code: 'HSC',
      enrolment: 'active',
      closed: false,
      assignments: [],
    },
    {
      id: 203,
      name: 'Functional Skills English',
      code: 'FSE',
      enrolment: 'completed',
      closed: false,
      assignments: [],
    },
  ];
  for (let index = 0; index < 40; index += 1) {
    const course = courses[index < 14 ? 0 : index < 27 ? 1 : 2];
    course?.assignments.push(make.assignment(index, course.id));
  }
  return { learner, courses, files };
}

class Maker {
  readonly #files: Map<number, PracticeFile>;
  #next = 9000;

  constructor(files: Map<number, PracticeFile>) {
    this.#files = files;
  }

  assignment(index: number, course: number): PracticeAssignment {
    const id = 3001 + index;
    const none = index === 10 || index === 20 || index === 30;
    const type =
      index === 38
        ? 'discussion_topic'
        : index === 39
          ? 'online_quiz'
          : none
            ? index === 30
              ? 'on_paper'
              : 'online_upload'
            : (kinds[index % kinds.length] ?? '');
    const count = none ? 0 : index % 12 === 1 && index < 36 ? 6 : 3;
    const linked =
      index % 4 === 0 ? [this.file('brief.pdf', 'application/pdf', course), this.picture(course)] : [];
    const attempts = Array.from({ length: count }, (_, at) => this.#attempt(index, type, at + 1, count));
    const assignment: PracticeAssignment = {
      id,
      name: `Unit ${index + 1}: task & evidence`,
      description: '',
      type,
      gradingType: grading[index % grading.length] ?? 'points',
      points: 50,
      updated: time(index, 0),
      due: time(index, 20),
      group: index % 10 === 5 ? { id: 70 + index, name: `Group ${index}` } : undefined,
      rubric: index % 3 === 0,
      postedAt: index % 8 === 7 && index < 36 ? null : time(index, 25),
      attempts,
      comments: none ? [] : this.#comments(index, count),
      posts:
        index === 38
          ? [{ id: 8801, text: '<p>My view of <em>the matter</em>.</p>', at: time(index, 3) }]
          : [],
      excused: index === 10,
      missing: index === 20,
      ...(index === 30 ? { paperMark: mark(index, 1, grading[index % grading.length] ?? '') } : {}),
      rubricComment: `Row one of unit ${index + 1} is met.`,
      state: 'shown',
      linked,
    };
    return assignment;
  }

  file(name: string, type: string, course?: number, size = 0): PracticeFile {
    this.#next += 1;
    const id = this.#next;
    const seed = createHash('sha256').update(`file ${id}`).digest();
    const body = Buffer.alloc(size === 0 ? 600 + (id % 7) * 450 : size, seed);
    const start = type === 'application/pdf' ? '%PDF-1.7\n' : '';
    const file: PracticeFile = {
      id,
      uuid: createHash('sha256').update(`key ${id}`).digest('base64url').slice(0, 40),
      name,
      type,
      bytes: Buffer.concat([Buffer.from(start), body]),
      updated: time(id % 40, 1),
      ...(course === undefined ? {} : { course }),
    };
    this.#files.set(id, file);
    return file;
  }

  picture(course: number): PracticeFile {
    const file = this.file('circuit.png', 'image/png', course, 300);
    file.bytes = Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), file.bytes]);
    return file;
  }

  #attempt(index: number, type: string, number: number, of: number): PracticeAttempt {
    const marked = number === of || number === 1;
    const work =
      type === 'online_upload'
        ? {
            files: [
              this.file(names[(index + number) % names.length] ?? 'essay.pdf', 'application/pdf'),
              this.file('notes.txt', 'text/plain'),
            ],
          }
        : { files: [] };
    return {
      number,
      at: time(index, number * 3),
      late: number === of && index % 6 === 0,
      ...work,
      ...(type === 'online_text_entry'
        ? { text: `<p>Attempt ${number} at unit ${index + 1}: five &amp; a half.</p>` }
        : {}),
      ...(type === 'online_url' ? { url: `https://portfolio.example/unit-${index + 1}?try=${number}` } : {}),
      ...(type === 'media_recording' ? { recording: this.file(`talk-${number}.mp3`, 'audio/mpeg') } : {}),
      ...(marked && of > 0 ? { mark: mark(index, number, grading[index % grading.length] ?? '') } : {}),
    };
  }

  #comments(index: number, last: number): PracticeComment[] {
    return [
      {
        id: 6000 + index * 10,
        author: assessor,
        attempt: 1,
        text: `Look again at the second point of unit ${index + 1}.`,
        at: time(index, 4),
        files: index % 9 === 0 ? [this.file('marked.pdf', 'application/pdf')] : [],
        ...(index % 13 === 0 ? { recording: this.file('spoken.mp3', 'audio/mpeg') } : {}),
      },
      {
        id: 6001 + index * 10,
        author: learner,
        attempt: 2,
        text: 'I have added a page.',
        at: time(index, 6),
        files: [],
      },
      {
        id: 6002 + index * 10,
        author: undefined,
        attempt: last,
        text: 'Seen by a second reader.',
        at: time(index, 24),
        files: [],
      },
    ];
  }
}

function mark(index: number, number: number, gradingType: string): PracticeMark {
  const score = 20 + ((index * 7 + number * 5) % 30);
  const letters = ['D', 'C', 'B', 'A'];
  const grade =
    gradingType === 'letter_grade'
      ? (letters[score % letters.length] ?? 'C')
      : gradingType === 'percent'
        ? `${score * 2}%`
        : gradingType === 'pass_fail'
          ? score >= 25
            ? 'complete'
            : 'incomplete'
          : String(score);
  return { grade, score, at: time(index, number * 3 + 1), by: index === 39 ? -39 : 5501 };
}

/** A moment in 2026, the same each time. */
function time(index: number, day: number): string {
  return new Date(Date.UTC(2026, 1, 1 + day, 9, index, 0)).toISOString().replace('.000', '');
}
