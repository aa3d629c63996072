/** Begins a formula in some spreadsheet; the wide forms do so in some languages. */
const formula = /^[=+\-@\t\r＝＋－＠]/u;

/** The same where a spreadsheet that takes the semicolon for its separator begins a cell, blanks and quotation marks or none in between. */
const formulaAfterSemicolon = /(;[\s"]*)(?=[=+\-@＝＋－＠])/gu;

/**
 * One line of RFC 4180, with CRLF. A cell that a spreadsheet would work out gets an apostrophe in front, so that it is text everywhere,
 * also where the computer's language has the semicolon for a separator; control characters become blanks, since no cell needs them.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  const plain = text.replaceAll(/[\u0000-\u001f\u007f]+/gu, ' ').replaceAll(formulaAfterSemicolon, "$1'");
  const safe = formula.test(text) || formula.test(plain) ? `'${plain}` : plain;
  return /[",]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
