import type { RawMember } from './raw-zip.ts';

/** Words of a site's language; nothing of the import may lean on them. */
export interface ExportWords {
  readonly system: string;
  readonly course: string;
  readonly assignment: string;
  readonly attempt: string;
  readonly submission: string;
  readonly grade: string;
  readonly text: string;
  readonly files: string;
  readonly comments: string;
  readonly feedbackFiles: string;
  readonly submissionComments: string;
  readonly grades: string;
  readonly submitted: string;
  readonly time: string;
}

export const english: ExportWords = {
  system: 'System',
  course: 'Course Maths',
  assignment: 'Assignment Essay',
  attempt: 'attempt',
  submission: 'submission',
  grade: 'grade',
  text: 'Submission Text',
  files: 'Submission files',
  comments: 'Feedback comments',
  feedbackFiles: 'Feedback files',
  submissionComments: 'Comments',
  grades: 'Grades',
  submitted: 'Submitted for grading',
  time: 'Monday, 21 September 2026, 2:13 PM',
};

export const german: ExportWords = {
  system: 'System',
  course: 'Kurs Mathematik',
  assignment: 'Aufgabe Aufsatz',
  attempt: 'Versuch',
  submission: 'Abgabe',
  grade: 'Bewertung',
  text: 'Texteingabe',
  files: 'Dateiabgabe',
  comments: 'Feedback als Kommentar',
  feedbackFiles: 'Feedbackdateien',
  submissionComments: 'Kommentare',
  grades: 'Bewertungen',
  submitted: 'Zur Bewertung abgegeben',
  time: 'Montag, 21. September 2026, 14:13',
};

/** An export as `moodle_content_writer.php` writes it: JSON by context, each a second time as a script, and a page to look at it. */
export function privacyExport(words: ExportWords, better = false): RawMember[] {
  const course = `${words.system} _.1/Category Science _.3/${words.course} _.25`;
  const assignment = `${course}/${words.assignment} _.40`;
  const members: RawMember[] = [];
  let number = 0;
  const data = (path: string, value: unknown): void => {
    number += 1;
    const json = JSON.stringify(value, null, 4);
    members.push({ name: path, data: json });
    members.push({ name: path.slice(0, -2), data: `var data_file_${number} = ${json}` });
  };
  const attempt = (count: number): string => `${assignment}/${words.attempt} ${count}`;
  const person = { timecreated: words.time, timemodified: words.time };
  data(`${assignment}/data.json`, {
    name: 'Essay',
    intro: `<p>Write <b>well</b>. <img src="${assignment}/_files/intro/brief.png"></p>`,
    completion: { state: '1' },
  });
  members.push({
    name: `${assignment}/_files/intro/brief.png`,
    data: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  });
  for (const count of [2, 1]) {
    data(`${attempt(count)}/${words.submission}/data.json`, {
      ...person,
      timestarted: words.time,
      status: words.submitted,
      groupid: '0',
      attemptnumber: count,
      latest: count === 2 ? 'Yes' : 'No',
    });
    data(`${attempt(count)}/${words.grade}/data.json`, {
      ...person,
      grader: '4711',
      grade: count === 1 ? '-1.00000' : '75.00000',
      attemptnumber: count,
    });
    data(`${attempt(count)}/${words.text}/data.json`, {
      text: `<p>Attempt ${count}${better ? ', better' : ''}<script>alert(1)</script><img src="${attempt(count)}/${words.text}/_files/submissions_onlinetext/_${count}/photo.png" alt="me"></p>`,
    });
    members.push({
      name: `${attempt(count)}/${words.text}/_files/submissions_onlinetext/_${count}/photo.png`,
      data: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    });
    members.push({
      name: `${attempt(count)}/${words.files}/_files/submission_files/_${count}/essay.txt`,
      data: `essay ${count}`,
    });
  }
  data(`${attempt(2)}/${words.comments}/data.json`, { commenttext: '<p>Well done.</p>' });
  data(`${attempt(2)}/${words.submissionComments}/data.json`, {
    comments: [{ content: '<p>Please look.</p>', time: words.time, userid: '4712' }],
  });
  members.push({
    name: `${attempt(2)}/${words.feedbackFiles}/_files/feedback_files/_9/marked.txt`,
    data: 'marked',
  });
  members.push({ name: `${attempt(2)}/PDF/_files/download/_9/combined.pdf`, data: '%PDF-1.4 marked' });
  data(`${course}/${words.grades}/data.json`, {
    grades: [
      {
        gradeobject: { usermodified: '4711' },
        item: 'Essay',
        grade: '75.00000',
        grade_formatted: '75.00',
        feedback: '<p>Good</p>',
        information: '',
        timecreated: words.time,
        timemodified: words.time,
      },
      {
        item: null,
        grade: null,
        grade_formatted: '-',
        feedback: '',
        information: '',
        timecreated: null,
        timemodified: null,
      },
    ],
  });
  data(`${course}/${words.grades}/history.json`, {
    grades: [{ item: 'Essay', grade: '60.00000', action: 'updated' }],
  });
  data(`${assignment}/marked by you/_5/${words.attempt} 1/${words.grade}/data.json`, {
    ...person,
    grader: '12',
    grade: '3.00000',
    attemptnumber: 1,
  });
  members.push(
    { name: 'js/general.js', data: '// shows it' },
    { name: 'pix/moodlelogo.svg', data: '<svg/>' },
  );
  members.push({
    name: 'index.html',
    data: '<html><nav><a class="navbar-brand" href="https://moodle.org" title="Moodle"></a></nav><footer><div>From <a href="https://school.example/moodle" title="School">School</a></div></footer></html>',
  });
  return members;
}
