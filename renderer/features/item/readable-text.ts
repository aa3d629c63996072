import { plainText } from '../../../src/contract/plain-text.ts';

const breaks = /<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr|\/blockquote|\/pre|hr)\b[^<>]*>/giu;
const unseen = /<(script|style|head|template|noscript)\b[^<>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/giu;
const withinWords =
  /<\/?(?:a|abbr|b|big|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|tt|u)\b[^<>]*>/giu;
const items = /<li\b[^<>]*>/giu;
const pictures = /<img\b[^<>]*?\balt\s*=\s*(?:"([^"]*)"|'([^']*)')[^<>]*>/giu;

/**
 * What somebody wrote in a portal's editor, as lines of plain text: tags go, paragraphs and points of a list become lines, a
 * picture becomes its description. To be shown as text only.
 */
export function readableText(html: string): string {
  const marked = html
    .replace(unseen, ' ')
    .replace(/\s+/gu, ' ')
    .replace(pictures, (_, double?: string, single?: string) => ` [${double ?? single ?? ''}] `)
    .replace(items, '\u2022 ')
    .replace(breaks, '\n')
    .replace(withinWords, '');
  const lines = marked.split('\n').map(plainText);
  return lines
    .filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== ''))
    .join('\n')
    .trim();
}
