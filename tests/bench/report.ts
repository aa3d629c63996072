/** One line of the result. */
interface Row {
  readonly what: string;
  /** What it is measured against; empty for memory. */
  readonly against: string;
  /** `speed`: the peer's time over ours. `time`: ours over the peer's. */
  readonly kind: 'speed' | 'time' | 'MB';
  readonly value: number;
  /** Undefined for a row that only explains another. */
  readonly goal: string | undefined;
  readonly met: boolean | undefined;
}

/** Collects the rows of a run and prints them. */
export class Report {
  readonly #rows: Row[] = [];
  readonly #skipped: string[] = [];

  /** Seconds of the peer over ours: at least `goal`. */
  speed(what: string, against: string, ours: number, peers: number, goal?: number): void {
    const value = peers / ours;
    this.#add({ what, against, kind: 'speed', value, ...judged(goal, value >= (goal ?? 0), 'at least') });
  }

  /** Our seconds over the peer's: at most `goal`. */
  time(what: string, against: string, ours: number, peers: number, goal?: number): void {
    const value = ours / peers;
    this.#add({ what, against, kind: 'time', value, ...judged(goal, value <= (goal ?? 0), 'at most') });
  }

  /** Peak memory in MB: at most `goal`. */
  memory(what: string, value: number | undefined, goal: number): void {
    if (value === undefined) this.skip(`peak memory of ${what}`, 'this system does not tell');
    else
      this.#add({
        what: `peak memory: ${what}`,
        against: '',
        kind: 'MB',
        value,
        ...judged(goal, value <= goal, 'at most'),
      });
  }

  skip(what: string, why: string): void {
    this.#skipped.push(`${what}: ${why}`);
    process.stderr.write(`SKIPPED ${what}: ${why}\n`);
  }

  table(): string {
    const titles = ['what', 'against', 'result', 'goal', ''];
    const cells = this.#rows.map((row) => [
      row.what,
      row.against,
      shown(row),
      row.goal ?? '',
      row.met === undefined ? '' : row.met ? 'met' : 'NOT MET',
    ]);
    const widths = titles.map((title, at) =>
      Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)),
    );
    const lines = [titles, ...cells].map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    return [...lines, ...this.#skipped.map((line) => `SKIPPED ${line}`)].join('\n');
  }

  document(): { readonly rows: readonly Row[]; readonly skipped: readonly string[] } {
    return { rows: this.#rows, skipped: this.#skipped };
  }

  #add(row: Row): void {
    this.#rows.push(row);
    process.stderr.write(`${row.what}${row.against === '' ? '' : ` / ${row.against}`}: ${shown(row)}\n`);
  }
}

function judged(goal: number | undefined, met: boolean, word: string): Pick<Row, 'goal' | 'met'> {
  return goal === undefined ? { goal: undefined, met: undefined } : { goal: `${word} ${String(goal)}`, met };
}

function shown({ value, kind }: Row): string {
  return kind === 'MB' ? `${value.toFixed(0)} MB` : `${value.toFixed(2)} x ${kind}`;
}
