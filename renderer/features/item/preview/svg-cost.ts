/** How many shapes would be drawn, `<use>` and patterns followed, and whether it could be told at all. */
export interface SvgCost {
  readonly shapes: number;
  /** It defines entities or refers to itself: nothing that a drawing program writes. */
  readonly strange: boolean;
}

interface Node {
  readonly children: Node[];
  readonly refers: string[];
}

const most = 1e9;
const tag =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][^\s/>]*)((?:"[^"]*"|'[^']*'|[^<>"'])*?)(\/?)>/gu;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

/**
 * A few hundred bytes of SVG can ask for a billion shapes by naming each other (as with XML's 'billion laughs'); drawing them
 * would hold up the whole window. So what it asks for is counted before it is drawn.
 */
export function svgCost(source: string): SvgCost {
  if (/<!ENTITY/iu.test(source)) return { shapes: most, strange: true };
  const root: Node = { children: [], refers: [] };
  const byId = new Map<string, Node>();
  const stack: Node[] = [root];
  for (const [, closing, name, attributes, empty] of source.matchAll(tag)) {
    if (name === undefined) continue;
    if (closing === '/') {
      if (stack.length > 1) stack.pop();
      continue;
    }
    const node: Node = { children: [], refers: [] };
    readAttributes(attributes ?? '', node, byId);
    stack.at(-1)?.children.push(node);
    if (empty !== '/') stack.push(node);
  }
  return count(root, byId);
}

function readAttributes(text: string, node: Node, byId: Map<string, Node>): void {
  for (const [, name, double, single] of text.matchAll(attribute)) {
    const value = double ?? single ?? '';
    if (name === 'id') byId.set(value, node);
    if ((name === 'href' || name === 'xlink:href') && value.startsWith('#')) node.refers.push(value.slice(1));
    for (const [, id] of value.matchAll(/url\(\s*['"]?#([^'")\s]+)/gu))
      if (id !== undefined) node.refers.push(id);
  }
}

function count(root: Node, byId: ReadonlyMap<string, Node>): SvgCost {
  const known = new Map<Node, number>();
  const open = new Set<Node>();
  let strange = false;
  const costOf = (node: Node, depth: number): number => {
    const found = known.get(node);
    if (found !== undefined) return found;
    if (open.has(node) || depth > 400) {
      strange = true;
      return most;
    }
    open.add(node);
    const referred = node.refers.flatMap((id) => byId.get(id) ?? []);
    const sum = [...node.children, ...referred].reduce(
      (total, part) => Math.min(most, total + costOf(part, depth + 1)),
      1,
    );
    open.delete(node);
    known.set(node, sum);
    return sum;
  };
  return { shapes: costOf(root, 0), strange };
}
