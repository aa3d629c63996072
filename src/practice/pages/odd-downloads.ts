import type { Answer } from '../answer.ts';
import { htmlAnswer } from '../answer.ts';
import type { PracticeRequest } from '../practice-request.ts';
import { makeMp4, makePdf } from '../substitute-bytes.ts';
import { frameOf } from './course-pages.ts';
import { html, Markup, pageAnswer } from './markup.ts';
import type { Session } from './sessions.ts';

const slowSize = 1_500_000;
const cutSize = 300_000;

/** The pages' own odd downloads, by the name in the path behind the script. Each is a file of known bytes. */
export const oddFiles = {
  'handbook.pdf': makePdf(40_000, 'A practice handbook, sent without saying how long it is.'),
  'recording.mp4': makeMp4(slowSize),
  'portfolio.pdf': makePdf(cutSize, 'A practice portfolio of which half arrives.'),
  'receipt.pdf': makePdf(5_000, 'A practice receipt that is made once for each form.'),
} as const;

/** Downloads as they go wrong, or go in ways of their own, at real portals. */
export function answerOddDownload(session: Session, request: PracticeRequest, rest: string): Answer {
  switch (rest) {
    case '':
      return listPage(session);
    case '/handbook.pdf':
      return { ...fileAnswer('handbook.pdf', 'application/pdf'), framing: 'chunked' };
    case '/recording.mp4':
      return { ...fileAnswer('recording.mp4', 'video/mp4'), pace: { bytesPerSecond: 400_000 } };
    case '/portfolio.pdf':
      return { ...fileAnswer('portfolio.pdf', 'application/pdf'), pace: { cutAfter: cutSize / 2 } };
    case '/receipt.pdf':
      // Made for the form that was sent; asked for in any other way there is none.
      if (request.method === 'POST' && request.parameters.get('sesskey') === session.sesskey)
        return fileAnswer('receipt.pdf', 'application/pdf');
      return pageAnswer(
        frameOf('No receipt', session),
        html`<p>A receipt is made only for the form.</p>`,
        [],
        405,
      );
    case '/expired.pdf':
      // A page with status 200 in the place of the file, as portals do when a link has run out.
      return {
        ...pageAnswer(frameOf('This link has run out', session), html`<p>Ask for the file again.</p>`),
        headers: headersOf('expired.pdf', 'application/pdf'),
      };
    default:
      return htmlAnswer(
        404,
        '<!DOCTYPE html>\n<html lang="en"><head><title>Not found</title></head><body></body></html>\n',
      );
  }
}

function fileAnswer(name: keyof typeof oddFiles, type: string): Answer {
  return {
    status: 200,
    headers: headersOf(name, type),
    body: oddFiles[name],
    framing: 'length',
    download: { path: `practice/${name}` },
  };
}

function headersOf(name: string, type: string): Answer['headers'] {
  return [
    ['Content-Type', type],
    ['Content-Disposition', `attachment; filename="${name}"`],
    ['Cache-Control', 'private, max-age=0'],
  ];
}

const madeByThePage = new Markup(`<script>
document.getElementById('made').addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['words that only this page has']));
  link.download = 'made-by-the-page.txt';
  link.click();
});
</script>`);

function listPage(session: Session): Answer {
  return pageAnswer(
    frameOf('Odd downloads', session),
    html`<p>Portals hand out files in many ways. These are here to try.</p>
      <ul>
        <li><a href="/practice/downloads.php/handbook.pdf">Handbook</a> does not say how long it is</li>
        <li><a href="/practice/downloads.php/recording.mp4">Recording</a> is slow</li>
        <li><a href="/practice/downloads.php/portfolio.pdf">Portfolio</a> ends early</li>
        <li><a href="/practice/downloads.php/expired.pdf">Expired</a> is not the file that it says</li>
        <li><a href="data:text/plain,words%20in%20a%20link" download="in-a-link.txt">Words in a link</a></li>
      </ul>
      <form method="post" action="/practice/downloads.php/receipt.pdf">
        <input type="hidden" name="sesskey" value="${session.sesskey}" />
        <button type="submit">Make a receipt</button>
      </form>
      <p><button type="button" id="made">Make a file here</button></p>
      ${madeByThePage}`,
  );
}
