import '../../src/base/zod-without-eval.ts';

import { reportError } from '../../src/base/errors.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { parseStrictJson } from '../../src/base/parse-json.ts';
import { parseAgeIdentities } from '../../src/crypto/age/age-keys.ts';
import { portableHashes as hashes } from '../../src/crypto/portable-hashes.ts';
import { beginPolicy } from '../../src/verify/change-policy.ts';
import { parseExpectedKey } from '../../src/verify/expected-key.ts';
import { parseMoment } from '../../src/verify/parse-moment.ts';
import { parsePolicy, type Policy } from '../../src/verify/policy.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { editPolicy, shownPolicy } from './edit-policy.ts';
import { fileAccess } from './file-access.ts';
import { takeContent } from './take-content.ts';
import { ready, type CheckChoice, type Question, type Reply } from './messages.ts';

/** The page is drawn again at most this often while a bundle is read, in milliseconds. */
const progressEvery = 100;

function reply(message: Reply): void {
  postMessage(message);
}

const readPolicy = (text: string): Policy => parsePolicy(parseStrictJson(utf8(text)));

async function check(id: number, file: File, choice: CheckChoice): Promise<void> {
  const { key, full, policy, at, identities } = choice;
  let told = 0;
  const report = await verifyBundle(fileAccess(file), {
    hashes,
    full,
    identities,
    ...(key.trim() === '' ? {} : { expectKey: key }),
    ...(policy === undefined ? {} : { policy: readPolicy(policy) }),
    at,
    onProgress: ({ done, total }) => {
      const now = performance.now();
      if (now - told < progressEvery) return;
      told = now;
      reply({ id, say: 'progress', done, total });
    },
  });
  reply({ id, say: 'report', report });
}

async function answer(question: Question): Promise<void> {
  const { id } = question;
  try {
    switch (question.ask) {
      case 'check':
        await check(id, question.file, question.choice);
        break;
      case 'content': {
        const { file, path, identities } = question;
        reply({ id, say: 'content', content: await takeContent(file, path, identities) });
        break;
      }
      case 'policy': {
        const { text } = question;
        reply({ id, say: 'policy', policy: shownPolicy(readPolicy(text), text) });
        break;
      }
      case 'policy-begin':
        reply({ id, say: 'policy', policy: shownPolicy(beginPolicy(undefined)) });
        break;
      case 'policy-edit': {
        const { text, edit } = question;
        reply({ id, say: 'policy', policy: shownPolicy(editPolicy(readPolicy(text), edit)) });
        break;
      }
      case 'moment':
        reply({ id, say: 'moment', moment: parseMoment(question.text, 'end') });
        break;
      case 'identities':
        reply({ id, say: 'identities', identities: parseAgeIdentities(question.text) });
        break;
      case 'key':
        parseExpectedKey(question.text);
        reply({ id, say: 'key' });
    }
  } catch (thrown) {
    reply({ id, say: 'error', ...reportError(thrown) });
  }
}

addEventListener('message', ({ data }: MessageEvent<Question>) => void answer(data));
postMessage(ready);
