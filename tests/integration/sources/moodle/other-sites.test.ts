import { describe, expect, it } from 'vitest';

import { CollectingSink } from '../../../support/collecting-sink.ts';
import {
  handedIn,
  listed,
  pullScripted as pull,
  refusal,
  sourceAt,
  withAssignments,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

const status = 'mod_assign_get_submission_status';
const report = 'gradereport_user_get_grade_items';

describe('sites that are not like the recorded one', () => {
  const { open, serve } = scriptedSites();
  const assignid = (parameters: URLSearchParams): number => Number(parameters.get('assignid'));

  it('asks one by one where calls cannot be put together, and says once what an older site lacks', async () => {
    const moodle = await open({
      ...withAssignments(listed(1), listed(2)),
      [status]: (parameters) => handedIn(assignid(parameters), []),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.keys()).toContain('assignment/2/attempt/0/submission');
    // One alert names all that is lacking: the same alert twice would be one.
    expect(sink.log.alerts).toHaveLength(1);
    const [lacking] = sink.log.alerts;
    expect(lacking?.code).toBe('not-offered');
    expect(String(lacking?.details?.functions).split(' ')).toEqual([
      'core_completion_get_activities_completion_status',
      'core_completion_get_course_completion_status',
      'core_course_get_contents',
      report,
      'mod_forum_get_discussion_posts',
      'mod_forum_get_forum_discussions',
      'mod_forum_get_forums_by_courses',
      'mod_quiz_get_quizzes_by_courses',
      'tool_lp_data_for_course_competencies_page',
      'tool_lp_data_for_plan_page',
      'tool_lp_data_for_plans_page',
      'tool_lp_data_for_user_evidence_list_page',
    ]);
    await pull(moodle, sink);
    expect(sink.log.alerts).toEqual([]);
    const probed = await sourceAt(moodle.server.url).probe(new AbortController().signal);
    expect(probed).toEqual({
      name: 'Scripted',
      account: 'sam',
      accountId: '3',
      practice: false,
      notices: [`not-offered:${report}`],
    });
  });

  it('keeps the briefs where a site does not tell of submissions, and needs at least courses and assignments', async () => {
    const moodle = await open(withAssignments(listed(1)));
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.keys()).toEqual(['assignment/1', 'course/2']);
    moodle.functions.core_webservice_get_site_info = () => ({
      sitename: 'S',
      userid: 3,
      functions: [{ name: 'x' }],
    });
    await expect(pull(moodle, sink)).rejects.toMatchObject({ code: 'source.not-supported' });
    await expect(sourceAt(moodle.server.url).probe(new AbortController().signal)).rejects.toMatchObject({
      code: 'source.not-supported',
    });
  });

  it('goes on after the first error of a batch, which is where Moodle stops (fact 21)', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => index + 1);
    const moodle = await open({
      ...withAssignments(...ids.map((id) => listed(id))),
      [status]: () => ({}),
    });
    let requests = 0;
    moodle.functions.tool_mobile_call_external_functions = (parameters) => {
      requests += 1;
      const responses: unknown[] = [];
      for (let index = 0; parameters.has(`requests[${index}][function]`); index += 1) {
        const { assignid: id } = JSON.parse(parameters.get(`requests[${index}][arguments]`) ?? '') as {
          assignid: number;
        };
        if (id === 3) {
          responses.push({ error: true, exception: JSON.stringify({ errorcode: 'requireloginerror' }) });
          break;
        }
        responses.push({ error: false, data: JSON.stringify(handedIn(id, [])) });
      }
      return { responses };
    };
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed).toEqual([['assignment/3', 'source.item-refused']]);
    expect(sink.keys().filter((key) => key.endsWith('/submission'))).toHaveLength(11);
    expect(requests).toBe(2);
  });

  it('takes an answer of another shape as a failure of that one assignment', async () => {
    const moodle = await open({
      ...withAssignments(listed(1), listed(2)),
      [status]: (parameters) =>
        assignid(parameters) === 1 ? { lastattempt: { submission: { id: 'x' } } } : handedIn(2, []),
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'partial' });
    expect(sink.log.failed).toEqual([['assignment/1', 'source.protocol']]);
    expect(sink.keys()).toContain('assignment/2/attempt/0');
  });

  it.each([
    ['a page of the network', '<!DOCTYPE html><title>Wi-Fi</title>', 'source.protocol'],
    ['XML (fact 2)', '<?xml version="1.0"?><EXCEPTION/>', 'source.protocol'],
    ['an exception without a code (fact 1)', { exception: 'dml', message: 'x' }, 'source.protocol'],
    ['a token that is not known', refusal('invalidtoken'), 'source.login-expired'],
    ['two answers under one name', '{"userid":3,"userid":4}', 'source.protocol'],
  ] as const)('takes %s for no answer of the site', async (_what, answer, code) => {
    const moodle = await open({});
    const sink = new CollectingSink();
    await pull(moodle, sink);
    moodle.functions.core_webservice_get_site_info = () => answer;
    await expect(pull(moodle, sink)).rejects.toMatchObject({ code });
    expect(sink.log.gone).toEqual([]);
  });

  it('follows no redirect with a token in its hands (fact 4)', async () => {
    const elsewhere = await serve((_request, response) => {
      response.end('{}');
    });
    const moved = await serve((_request, response) => {
      response.writeHead(303, { Location: `${elsewhere.url}/webservice/rest/server.php` }).end();
    });
    await expect(sourceAt(moved.url).probe(new AbortController().signal)).rejects.toMatchObject({
      code: 'source.protocol',
      details: { status: 303 },
    });
    expect(elsewhere.requests).toEqual([]);
  });

  it('calls an assignment hidden only when the course lists it as not to be seen (fact 9)', async () => {
    const moodle = await open({
      ...withAssignments(listed(1), listed(2)),
      [status]: (parameters) => handedIn(assignid(parameters), []),
      core_course_get_contents: () => [
        { modules: [{ id: 101, modname: 'assign', instance: 1, uservisible: false }] },
      ],
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    Object.assign(moodle.functions, withAssignments());
    moodle.functions[status] = () => refusal('requireloginerror');
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less', code: 'source.shows-less' });
    expect(sink.log.gone.sort()).toEqual([
      ['assignment/1', 'hidden'],
      ['assignment/1/attempt/0', 'hidden'],
      ['assignment/1/attempt/0/submission', 'hidden'],
    ]);
    expect(sink.log.alerts).toEqual([
      { code: 'shows-less', key: 'assignment/2', details: { reasons: 'hidden restricted' } },
    ]);
  });

  it('leaves a listing that is short for no reason as it was, when the assignment itself still answers', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: (parameters) => handedIn(assignid(parameters), []),
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    Object.assign(moodle.functions, withAssignments());
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone).toEqual([]);
    Object.assign(moodle.functions, withAssignments(listed(1)));
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
  });

  it('leaves attempts alone when a status does not speak of them, and grades when a report is refused', async () => {
    const moodle = await open({
      ...withAssignments(listed(1)),
      [status]: () => handedIn(1, []),
      [report]: () => ({
        usergrades: [
          {
            courseid: 2,
            userid: 3,
            gradeitems: [
              { id: 7, itemname: 'Talk', itemtype: 'manual', gradeformatted: 'Pass', graderaw: 2 },
            ],
          },
        ],
      }),
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    moodle.functions[status] = () => ({ warnings: [] });
    moodle.functions[report] = () => refusal('nopermissiontoviewgrades');
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone).toEqual([]);
    expect(sink.log.alerts.map(({ key, details }) => [key, details?.reasons])).toEqual([
      ['course/2', 'grades-not-shown'],
      ['assignment/1', 'attempts-not-shown'],
    ]);
  });

  it('keeps no row of a report that says that it is hidden, whatever else it lets slip (fact 15)', async () => {
    const row = {
      id: 7,
      itemname: 'Talk',
      itemtype: 'manual',
      gradeformatted: 'Pass',
      feedback: '<p>Well</p>',
    };
    const answer = (more: object) => ({
      usergrades: [{ courseid: 2, userid: 3, gradeitems: [{ ...row, ...more }] }],
    });
    const moodle = await open({ [report]: () => answer({ gradeishidden: true }) });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    expect(sink.keys()).toEqual(['course/2']);
    moodle.functions[report] = () => answer({ gradeishidden: false });
    await pull(moodle, sink);
    expect(sink.log.captured).toEqual(['course/2/grade-item/7', 'course/2/grade-item/7/feedback']);
    moodle.functions[report] = () => answer({ gradehiddenbydate: true });
    await pull(moodle, sink);
    expect(sink.log.gone.map(([, reason]) => reason)).toEqual(['hidden', 'hidden']);
  });
});
