import { systemClock } from '../../../../src/base/clock.ts';
import { startPracticeCanvas, type PracticeCanvas } from '../../../../src/practice/canvas/practice-canvas.ts';
import { createCanvasSource } from '../../../../src/sources/canvas/canvas-source.ts';
import { appName, timeZoneHere } from '../../../../src/vault/app.ts';
import { connectCanvas } from '../../../../src/vault/connectors/canvas.ts';
import { pullSource } from '../../../../src/vault/sync.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { askedSite } from './asked-server.ts';
import { connectedSource } from './connected-source.ts';
import type { SourceFixture } from './source-fixture.ts';

/** What the Canvas holds, as text: whatever a source did there would show. */
function held({ data }: PracticeCanvas): string {
  return JSON.stringify([
    data.courses,
    [...data.files.values()].map((file) => ({ ...file, bytes: file.bytes.length })),
  ]);
}

const small: ReadonlySet<number> = new Set([3001, 3003, 3006]);

export const canvasFixture: SourceFixture = {
  stops: 3,
  start: async () => {
    const canvas = await startPracticeCanvas({ perPage: 10 });
    const { data } = canvas;
    // A few assignments are enough here, and quick: each kind of work is among them.
    for (const course of data.courses) {
      if (course.id !== 201) course.enrolment = 'none';
      for (const assignment of course.assignments)
        if (!small.has(assignment.id)) assignment.state = 'deleted';
    }
    const server = askedSite(canvas);
    const [first] = canvas.assignment(3001).attempts;
    const file = first?.files[0];
    if (first === undefined || file === undefined) throw new Error('no file in the practice data');
    return {
      secrets: [
        canvas.token,
        ...[...data.files.values()].map(({ uuid }) => uuid),
        'abcdef0123456789abcdef0123456789',
      ],
      methods: ['web-service', 'download'],
      // A brief names pictures and files by the address of the Canvas.
      sameBytes: (key) => !key.endsWith('/brief'),
      snapshot: async () => held(canvas),
      connect: async (vault) => {
        await connectCanvas(
          vault,
          { url: `${canvas.url}/courses/201`, token: canvas.token },
          { signal: noStop() },
        );
        canvas.requests.clear();
      },
      pull: (vault, options) => {
        const { row, secret } = connectedSource(vault, 'canvas');
        const source = createCanvasSource({
          url: canvas.url,
          token: secret,
          app: appName,
          clock: systemClock,
          timeZone: timeZoneHere(),
          http: { backOff: server.backOff },
        });
        return pullSource(vault, row, source, options);
      },
      changeOne: async () => {
        const last = canvas.assignment(3001).attempts.at(-1);
        if (last?.mark === undefined) throw new Error('no mark in the practice data');
        last.mark = { ...last.mark, grade: '11', score: 11 };
        return { changed: ['assignment/3001/attempt/3/grade'] };
      },
      breakOne: async () => {
        file.lost = true;
        return {
          key: `assignment/3001/attempt/1/file/${file.id}`,
          code: 'source.item-missing',
          mend: async () => {
            file.lost = false;
          },
        };
      },
      fallSilent: async () => {
        for (const course of data.courses) course.enrolment = 'none';
      },
      removeOne: async () => {
        const { comments } = canvas.assignment(3003);
        const removed = comments.findIndex(({ author }) => author?.id === canvas.learner.id);
        const [comment] = comments.splice(removed, 1);
        return [`assignment/3003/comment/${comment?.id ?? ''}`];
      },
      server,
      end: () => canvas.close(),
    };
  },
};
