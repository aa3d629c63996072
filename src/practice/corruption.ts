import type { Answer } from './answer.ts';
import { htmlAnswer } from './answer.ts';

/**
 * How a download can go wrong while looking right:
 * - `truncate`: a complete answer with half of the bytes;
 * - `flip`: one bit of the middle byte turned over, length and ETag as they should be;
 * - `html-login-page`: status 200 and a login page instead;
 * - `zero-bytes`: the right headers and nothing behind them;
 * - `wrong-type`: as many bytes, announced as the file's type, but of another kind.
 */
export type DownloadCorruption = 'truncate' | 'flip' | 'html-login-page' | 'zero-bytes' | 'wrong-type';

/** The damaged answer; what is not a file stays as it is. */
export function corruptAnswer(answer: Answer, corruption: DownloadCorruption): Answer {
  const { download, body } = answer;
  if (download === undefined) return answer;
  switch (corruption) {
    case 'truncate':
      return { ...answer, body: body.subarray(0, Math.floor(body.length / 2)) };
    case 'zero-bytes':
      return { ...answer, body: Buffer.alloc(0) };
    case 'flip': {
      const damaged = Buffer.from(body);
      const middle = Math.floor(damaged.length / 2);
      if (damaged.length > 0) damaged.writeUInt8(damaged.readUInt8(middle) ^ 1, middle);
      return { ...answer, body: damaged };
    }
    case 'wrong-type': {
      const isPdf = body.subarray(0, 4).toString('latin1') === '%PDF';
      const magic = Buffer.from(isPdf ? '\x89PNG\r\n\x1a\n' : '%PDF-1.4\n', 'latin1');
      const other = Buffer.alloc(body.length, ' ');
      magic.copy(other);
      return { ...answer, body: other };
    }
    case 'html-login-page':
      return htmlAnswer(200, loginPage);
  }
}

const loginPage = `<!DOCTYPE html>
<html lang="en">
<head><title>Log in to the site | Lab College</title></head>
<body id="page-login-index">
<h1>Log in to Lab College</h1>
<form action="/login/index.php" method="post">
<label>Username <input name="username"></label> <label>Password <input type="password" name="password"></label>
<button>Log in</button>
</form>
</body>
</html>
`;
