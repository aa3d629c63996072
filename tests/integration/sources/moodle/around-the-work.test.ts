import { describe, expect, it } from 'vitest';

import { CollectingSink } from '../../../support/collecting-sink.ts';
import {
  answerPdf,
  fileAt,
  handedIn,
  listed,
  pullScripted as pull,
  refusal,
  scriptedPdf,
  withAssignments,
  type ScriptedFunctions,
  type ScriptedMoodle,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

const { open } = scriptedSites(answerPdf);

describe('comments under a submission', () => {
  const status = 'mod_assign_get_submission_status';
  const comments = 'core_comment_get_comments';
  const submission = {
    id: 10,
    userid: 3,
    attemptnumber: 0,
    status: 'submitted',
    plugins: [{ type: 'comments', name: 'Submission comments' }],
  };
  const comment = (id: number) => ({
    id,
    content: `<p>Word ${id}</p>`,
    format: 1,
    timecreated: 100 + id,
    fullname: 'Dana',
    userid: 6,
  });
  const site = async (answer: (page: number) => unknown): Promise<ScriptedMoodle> =>
    open({
      ...withAssignments(listed(1)),
      [status]: () => ({ lastattempt: { submission, gradingstatus: 'notgraded', blindmarking: false } }),
      [comments]: (parameters) => answer(Number(parameters.get('page') ?? 0)),
    });
  const keysOf = (sink: CollectingSink) => sink.keys().filter((key) => key.includes('/comment/'));

  it('are read page by page until all that are counted are there', async () => {
    const moodle = await site((page) => ({
      comments: page === 0 ? [comment(4), comment(3)] : page === 1 ? [comment(2), comment(1)] : [],
      count: 4,
    }));
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(keysOf(sink)).toEqual([1, 2, 3, 4].map((id) => `assignment/1/attempt/0/comment/${id}`));
  });

  it('are called gone only when a second look misses them too', async () => {
    const moodle = await site(() => ({ comments: [comment(2), comment(1)], count: 2 }));
    const sink = new CollectingSink();
    await pull(moodle, sink);
    let asked = 0;
    moodle.functions[comments] = () => {
      asked += 1;
      return asked === 1 ? { comments: [], count: 0 } : { comments: [comment(2), comment(1)], count: 2 };
    };
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect([asked, sink.log.gone]).toEqual([2, []]);
    moodle.functions[comments] = () => ({ comments: [comment(2)], count: 1 });
    await pull(moodle, sink);
    expect(sink.log.gone).toEqual([['assignment/1/attempt/0/comment/1', 'not-listed']]);
  });

  it('stay as they are while the site does not tell them, or only some', async () => {
    const moodle = await site(() => ({ comments: [comment(1)], count: 1 }));
    const sink = new CollectingSink();
    await pull(moodle, sink);
    for (const answer of [refusal('nopermissions'), { comments: [], count: 1 }]) {
      moodle.functions[comments] = () => answer;
      expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
      expect(sink.log.gone).toEqual([]);
    }
  });
});

describe('forums', () => {
  const post = (id: number, author: number, more: object = {}) => ({
    id,
    subject: `Post ${id}`,
    message: `<p>Text ${id}</p>`,
    messageformat: 1,
    author: { id: author, fullname: author === 3 ? 'Sam' : 'Somebody else' },
    discussionid: 7,
    parentid: id === 1 ? null : 1,
    timecreated: 50,
    timemodified: 60,
    ...more,
  });
  const discussion = (id: number, more: object = {}) => ({
    id,
    discussion: id,
    name: `Talk ${id}`,
    userid: 6,
    timemodified: 60,
    numreplies: 2,
    ...more,
  });
  const site = async (more: ScriptedFunctions): Promise<ScriptedMoodle> =>
    open({
      mod_forum_get_forums_by_courses: () => [
        { id: 4, course: 2, cmid: 9, name: 'Forum', numdiscussions: 2 },
        { id: 5, course: 2, cmid: 8, name: 'News', numdiscussions: 0 },
      ],
      mod_forum_get_forum_discussions: () => ({
        discussions: [discussion(7), discussion(8, { numreplies: 0 })],
      }),
      mod_forum_get_discussion_posts: () => ({ posts: [post(2, 3), post(1, 6)] }),
      ...more,
    });
  const posts = 'mod_forum_get_discussion_posts';
  const countOf = (moodle: ScriptedMoodle, name: string): number =>
    moodle.server.requests.filter(({ body }) => body.includes(`wsfunction=${name}`)).length;

  it('give the learner’s posts with attachments and what they answer, and nothing of anybody else', async () => {
    const moodle = await site({
      [posts]: (_parameters, url) => ({
        posts: [
          post(2, 3, {
            attachments: [
              {
                filename: 'work.pdf',
                filepath: '/',
                filesize: scriptedPdf.length,
                timemodified: 5,
                url: `${url}/pluginfile.php/9/work.pdf`,
              },
            ],
          }),
          post(1, 6, { message: '<p>a secret of somebody else</p>' }),
        ],
      }),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.keys().filter((key) => key.startsWith('forum/'))).toEqual([
      'forum/4/post/2',
      'forum/4/post/2/attachment/work.pdf',
    ]);
    expect(sink.record('forum/4/post/2')).toMatchObject({
      inReplyTo: '1',
      subject: 'Post 2',
      ids: { discussionid: 7, discussion: 'Talk 7', forum: 'Forum' },
    });
    expect(sink.everything()).not.toContain('a secret of somebody else');
    // Nobody answered there and somebody else began it: there is nothing of the learner's in it.
    expect(countOf(moodle, posts)).toBe(1);
  });

  it('are looked through once where nothing is the learner’s, and again when somebody writes', async () => {
    const moodle = await site({ [posts]: () => ({ posts: [post(1, 6)] }) });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    await pull(moodle, sink);
    expect(countOf(moodle, posts)).toBe(1);
    moodle.functions.mod_forum_get_forum_discussions = () => ({
      discussions: [discussion(7, { timemodified: 70, numreplies: 3 })],
    });
    moodle.functions[posts] = () => ({ posts: [post(2, 3), post(1, 6)] });
    await pull(moodle, sink);
    expect(sink.log.captured).toEqual(['forum/4/post/2']);
  });

  it('call a post gone only at a second look, and a deleted one too', async () => {
    const moodle = await site({});
    const sink = new CollectingSink();
    await pull(moodle, sink);
    let asked = 0;
    moodle.functions[posts] = () => {
      asked += 1;
      return { posts: asked === 1 ? [] : [post(2, 3)] };
    };
    await pull(moodle, sink);
    expect(sink.log.gone).toEqual([]);
    moodle.functions[posts] = () => ({ posts: [post(2, 3, { isdeleted: true, message: '' })] });
    await pull(moodle, sink);
    expect(sink.log.gone).toEqual([['forum/4/post/2', 'not-listed']]);
  });

  it.each([
    [
      'a discussion that is not there any more',
      {
        mod_forum_get_forum_discussions: () => ({ discussions: [] }),
        [posts]: () => refusal('invalidrecord'),
      },
      'deleted',
    ],
    [
      'a forum that is not there any more',
      {
        mod_forum_get_forums_by_courses: () => [],
        mod_forum_get_forum_discussions: () => refusal('invalidrecord'),
      },
      'deleted',
    ],
    [
      'a forum that is shut',
      {
        mod_forum_get_forums_by_courses: () => [],
        mod_forum_get_forum_discussions: () => refusal('requireloginerror'),
      },
      undefined,
    ],
    ['a discussion that is shut', { [posts]: () => refusal('nopermissions') }, undefined],
    [
      'a list that is refused',
      { mod_forum_get_forums_by_courses: () => refusal('nopermissions') },
      undefined,
    ],
  ] as const)('take %s for what the site says it is', async (_what, more, reason) => {
    const moodle = await site({});
    const sink = new CollectingSink();
    await pull(moodle, sink);
    Object.assign(moodle.functions, more);
    expect((await pull(moodle, sink)).state).toBe(reason === undefined ? 'shows-less' : 'ok');
    expect(sink.log.gone).toEqual(reason === undefined ? [] : [['forum/4/post/2', reason]]);
  });
});

describe('course pages', () => {
  const contents = 'core_course_get_contents';
  const module = (id: number, url: string, more: object = {}) => ({
    id,
    modname: 'resource',
    name: `Thing ${id}`,
    instance: id,
    uservisible: true,
    contents: [{ type: 'file', ...fileAt(`${url}/webservice/pluginfile.php/${id}/work.pdf`) }],
    ...more,
  });
  const sections = (...modules: object[]) => [{ id: 1, name: 'Unit 1', summary: '<p>LO1</p>', modules }];
  const file = (id: number) => `course/2/module/${id}/file/work.pdf`;

  it('keep files, and links as words only; nothing behind a link is fetched', async () => {
    const moodle = await open({
      [contents]: (_parameters, url) =>
        sections(
          module(1, url),
          {
            id: 2,
            modname: 'url',
            name: 'Elsewhere',
            contents: [{ type: 'url', filename: 'x', fileurl: 'https://example.org/a?b=c' }],
          },
          module(3, url, {
            contents: [{ type: 'file', ...fileAt('https://cloud.example/x.pdf', { isexternalfile: true }) }],
          }),
        ),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.keys()).toEqual(['course/2', file(1), 'course/2/page']);
    expect(sink.text('course/2/page')).toContain('https://example.org/a?b=c');
    expect(sink.text('course/2/page')).toContain('LO1');
    await pull(moodle, sink);
    expect(sink.log).toMatchObject({ captured: [], changed: [] });
  });

  it('tell taken out, shut and deleted apart, and keep what nobody affirms', async () => {
    const moodle = await open({
      [contents]: (_parameters, url) => sections(...[1, 2, 3, 4, 5].map((id) => module(id, url))),
      core_course_get_course_module: (parameters) =>
        parameters.get('cmid') === '3'
          ? refusal('invalidrecordunknown')
          : parameters.get('cmid') === '4'
            ? refusal('requireloginerror')
            : { cm: { id: 5 } },
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    moodle.functions[contents] = (_parameters, url) =>
      sections(module(1, url, { contents: [] }), module(2, url, { uservisible: false, contents: undefined }));
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone.sort()).toEqual([
      [file(1), 'not-listed'],
      [file(2), 'hidden'],
      [file(3), 'deleted'],
      [file(4), 'hidden'],
    ]);
    moodle.functions[contents] = () => refusal('errorcoursecontextnotvalid');
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone).toEqual([]);
  });
});

describe('an older Moodle', () => {
  it('that offers none of it is read as far as it goes, and the rest is said in one notice', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      mod_assign_get_submission_status: () => handedIn(1, []),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.log.alerts).toHaveLength(1);
    await pull(moodle, sink);
    expect(sink.log.alerts).toEqual([]);
  });
});
