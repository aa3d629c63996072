import { modulesOf } from '../../bundle/recipients/card-modules.ts';

/** Light modules around it: a terminal leaves little room, and readers cope with two. */
const quiet = 2;

/** A card's QR code for a terminal, two rows of it on a line. Light stands as blocks, since most terminals are dark. */
export function qrLines(cardText: string): string[] {
  const modules = modulesOf(cardText);
  const isLight = (y: number, x: number): boolean => modules[y]?.[x] !== true;
  const places = Array.from({ length: modules.length + 2 * quiet }, (_, place) => place - quiet);
  return places
    .filter((_, row) => row % 2 === 0)
    .map((y) => places.map((x) => block(isLight(y, x), isLight(y + 1, x))).join(''));
}

function block(above: boolean, below: boolean): string {
  if (above) return below ? '█' : '▀';
  return below ? '▄' : ' ';
}
