import { systemClock } from '../../../../src/base/clock.ts';
import { startPracticeProvider, type PracticeProvider } from '../../../../src/practice/provider.ts';
import { createMoodleSource } from '../../../../src/sources/moodle/moodle-source.ts';
import { appName, timeZoneHere } from '../../../../src/vault/app.ts';
import { connectMoodle } from '../../../../src/vault/connectors/moodle.ts';
import { pullSource } from '../../../../src/vault/sync.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { askedSite } from './asked-server.ts';
import { connectedSource } from './connected-source.ts';
import type { SourceFixture } from './source-fixture.ts';

/** Functions of the web service that only read; the last one carries several of them. */
const reading =
  /^(?:core_webservice_get_site_info|(?:core|mod|gradereport)_\w*get_\w+|tool_mobile_get_\w+|tool_lp_data_for_\w+|tool_mobile_call_external_functions)$/;

/** The functions called that are not known to only read. What they answer is recorded, so nothing else could be different. */
function writingCalls({ requests }: PracticeProvider): string[] {
  const called = Object.keys(requests.countByFunction());
  return called.filter((name) => !reading.test(name));
}

const pdf = 'assignment/1/attempt/0/submission/file/method statement.pdf';
const feedbackPdf = 'assignment/16/attempt/0/feedback/file/fb.pdf';

export const moodleFixture: SourceFixture = {
  stops: 4,
  start: async () => {
    const provider = await startPracticeProvider();
    const { switches } = provider;
    const secrets: string[] = [provider.learner.password];
    const server = askedSite(provider);
    return {
      secrets,
      // Moodle puts its own address into the pictures and links of a text.
      sameBytes: (key) => !/\/online-text(?:\/|$)/.test(key),
      methods: ['web-service', 'download'],
      snapshot: async () => JSON.stringify(writingCalls(provider)),
      connect: async (vault) => {
        const { username, password } = provider.learner;
        const { id } = await connectMoodle(
          vault,
          { url: provider.url, username, secret: { password } },
          { signal: noStop() },
        );
        secrets.push(vault.secrets.find(id) ?? '');
        provider.requests.clear();
      },
      pull: (vault, options) => {
        const { row, secret } = connectedSource(vault, 'moodle');
        const source = createMoodleSource({
          url: provider.url,
          token: secret,
          app: appName,
          clock: systemClock,
          timeZone: timeZoneHere(),
          http: { backOff: server.backOff },
        });
        return pullSource(vault, row, source, options);
      },
      changeOne: async () => {
        switches.apply('10_feedback_file_replaced_same_name');
        return { changed: [feedbackPdf, 'assignment/16/attempt/0/feedback'] };
      },
      breakOne: async () => {
        switches.corruptDownload('method statement.pdf', 'html-login-page');
        return {
          key: pdf,
          code: 'source.download-wrong-type',
          mend: async () => {
            switches.clearFaults();
          },
        };
      },
      fallSilent: async () => {
        for (const course of [2, 3, 4, 5, 6]) switches.forget(course);
      },
      removeOne: async () => {
        switches.apply('14_submission_removed');
        return ['assignment/12/attempt/0/submission', 'assignment/12/attempt/0/submission/file/lab.docx'];
      },
      server,
      end: () => provider.close(),
    };
  },
};
