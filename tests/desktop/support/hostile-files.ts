import { makePagesPdf, makePdfOf, makePngOf, packedStream } from './sample-files.ts';

/** Nobody needs a text of so many bytes on one page. */
const bombBytes = 600_000_000;

/** Files that try to act, to tell somebody that they were opened, or to fill the memory; by the name they are kept under. */
export function hostileFiles(trap: string): Readonly<Record<string, string | Buffer>> {
  const everything = `<script>fetch('${trap}/script');new Image().src='${trap}/image-by-script'</script>
<img src="${trap}/image" onerror="fetch('${trap}/onerror')"><iframe src="${trap}/frame"></iframe>
<link rel="stylesheet" href="${trap}/style"><object data="${trap}/object"></object><video src="${trap}/video" autoplay></video>
<style>@import url(${trap}/import); body{background:url(${trap}/background)}</style><base href="${trap}/">`;
  return {
    'acting.html': `<!doctype html><meta http-equiv="refresh" content="0;url=${trap}/refresh">${everything}<body onload="location='${trap}/onload'">`,
    'acting.svg': `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="80" onload="fetch('${trap}/svg-onload')">
<?xml-stylesheet href="${trap}/svg-sheet" type="text/css"?><style>@import url(${trap}/svg-import);</style><script>fetch('${trap}/svg-script')</script>
<rect width="120" height="80" fill="red"/><image href="${trap}/svg-image" width="10" height="10"/><use xlink:href="${trap}/svg-use#a"/>
<foreignObject width="100" height="50"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${trap}/svg-frame"></iframe></foreignObject>
<a href="${trap}/svg-link"><rect width="120" height="80" fill-opacity="0"/></a></svg>`,
    'laughing.svg': laughingSvg(),
    'entities.svg': `<!DOCTYPE svg [<!ENTITY a SYSTEM "${trap}/entity"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>`,
    'acting.pdf': actingPdf(trap),
    'swelling.pdf': swellingPdf(),
    'huge picture.pdf': hugePicturePdf(),
    'locked.pdf': lockedPdf(),
    'cut off.pdf': makePagesPdf(['never seen']).subarray(0, 120),
    'no pdf at all.pdf': `%PDF-1.7\n<html>${everything}</html>`,
    'swelling.png': makePngOf(50_000, 50_000, false),
    'honest but vast.png': makePngOf(20_000, 20_000, true),
    'page in disguise.png': `<html>${everything}</html>`,
    'picture and script.gif': `GIF89a/*${'\0'.repeat(40)}*/=1;fetch('${trap}/gif');//${everything}`,
    'stylesheet.xml': `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${trap}/xslt"?><!DOCTYPE a SYSTEM "${trap}/dtd"><a/>`,
    'telling.eml': telling(trap, everything),
    'kept page.mht': `From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Location: ${trap}/mht\r\n\r\n${everything}\r\n--B--`,
    'song list.m3u8': `#EXTM3U\n#EXTINF:10,\n${trap}/song.ts\n`,
    'turned \u202Efdp.txt': 'The name and the words\u202E nrut\n',
  };
}

function telling(trap: string, everything: string): string {
  return [
    'From: =?utf-8?Q?Your_bank_=E2=80=AE?= <x@y.example>',
    'Subject: Please look',
    `Disposition-Notification-To: <${trap}>`,
    'Content-Type: multipart/related; boundary="B"',
    '',
    '--B',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>Dear learner</p>${everything}<img src="cid:a"><form action="${trap}/form"><input autofocus onfocus="submit()"></form>`,
    '--B--',
  ].join('\r\n');
}

/** Nine levels of ten: a billion rectangles in a kilobyte. */
function laughingSvg(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const uses = `<use href="#l${String(level)}"/>`.repeat(10);
    return `<g id="l${String(level + 1)}">${uses}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs><g id="l0"><rect width="1" height="1"/></g>${levels.join('')}</defs><use href="#l9"/></svg>`;
}

/** Scripts, addresses and programs at every place where a PDF can name them. */
function actingPdf(trap: string): Buffer {
  const script = `<</S/JavaScript/JS(app.launchURL\\("${trap}/js"\\);this.submitForm\\("${trap}/submit"\\);app.alert\\("caught"\\))>>`;
  const uri = `<</S/URI/URI(${trap}/uri)>>`;
  return makePagesPdf(['This PDF would like to act'], {
    catalogue: `/OpenAction ${script}/AA<</WC ${script}/DP ${uri}>>/Names<</JavaScript<</Names[(a) ${script}]>>>>/AcroForm<</Fields[]/XFA(<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><script>x</script></template></xdp:xdp>)>>/URI<</Base(${trap}/base)>>`,
    page: `/AA<</O ${script}/C ${uri}>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A ${uri}>><</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/Launch/F(/bin/sh)/Win<</F(calc.exe)>>>>>><</Type/Annot/Subtype/Widget/FT/Tx/T(t)/Rect[0 0 99 99]/AA<</Fo ${script}>>>><</Type/Annot/Subtype/Screen/Rect[0 0 99 99]/A<</S/Rendition/OP 0/R<</S/MR/C<</S/MCD/D<</F(${trap}/movie)/FS/URL>>>>>>>>>>]`,
  });
}

/** Six hundred megabytes of blanks in six hundred kilobytes. */
function swellingPdf(): Buffer {
  return makePdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>',
    packedStream(Buffer.alloc(bombBytes, ' ')),
  ]);
}

/** A picture of 1.6 thousand million points on one page. */
function hugePicturePdf(): Buffer {
  const shown = 'q 595 0 0 842 0 0 cm /I Do Q';
  return makePdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>',
    `<</Length ${String(shown.length)}>>stream\n${shown}\nendstream`,
    packedStream(
      Buffer.alloc(10_000_000),
      '/Type/XObject/Subtype/Image/Width 40000/Height 40000/ColorSpace/DeviceRGB/BitsPerComponent 8',
    ),
  ]);
}

/** Asks for a password, which nobody has. */
function lockedPdf(): Buffer {
  const hex = 'a5'.repeat(32);
  return makePdfOf(
    ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 0/Kids[]>>'],
    `/ID[<${hex}><${hex}>]/Encrypt<</Filter/Standard/V 1/R 2/O<${hex}>/U<${hex}>/P -4>>`,
  );
}
