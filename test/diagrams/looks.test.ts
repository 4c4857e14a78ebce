/** What makes a picture readable and can be measured: nothing overlaps, and colours have contrast. */
import { describe, expect, test } from 'vitest';
import type { Box, Graph, PlacedGraph } from '../../tools/diagrams/graph.ts';
import { placed } from '../../tools/diagrams/layout.ts';
import { element, escaped } from '../../tools/diagrams/svg/element.ts';
import { dark, light } from '../../tools/diagrams/svg/style-sheet.ts';
import { packed, textBlock, textWidth, wrapped } from '../../tools/diagrams/text.ts';
import { graphsOf, machines } from './support.ts';

const graphs = machines.flatMap(([role, machine]) =>
  graphsOf(role, machine).map(([{ name }, graph]) => [name, graph] as const),
);

describe.each(graphs)('%s', (_, graph) => {
  test('fits on a page, without boxes or labels that overlap', async () => {
    const picture = await placed(graph);
    expect(picture.width).toBeLessThanOrEqual(PAGE_WIDTH);
    const boxes = solidBoxes(picture);
    const overlaps = boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter((other) => overlap(one, other))
        .map((other) => [one, other]),
    );
    expect(overlaps).toEqual([]);
    for (const { x, y, width, height } of boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(picture.width);
      expect(y + height).toBeLessThanOrEqual(picture.height);
    }
  });
});

describe.each(graphs)('the text of %s', (_, graph) => {
  test('has room in its box, beside and above what is inside, and on its arrow', async () => {
    const { nodes, edges } = await placed(graph);
    for (const { node, ...box } of nodes) {
      const [right, top] = [box.x + box.width - (node.side?.width ?? 0), box.y + node.text.height];
      if (node.shape !== 'start') {
        expect(node.text.width, node.id).toBeLessThan(box.width);
        expect(node.text.height, node.id).toBeLessThan(box.height);
      }
      expect(node.side?.height ?? 0, node.id).toBeLessThan(box.height - node.text.height);
      for (const child of node.children) {
        const inner = nodes.find((one) => one.node === child);
        expect(inner?.y, child.id).toBeGreaterThan(top);
        expect((inner?.x ?? 0) + (inner?.width ?? 0), child.id).toBeLessThan(right);
      }
    }
    for (const { edge, label } of edges) {
      expect(edge.label?.width ?? 0, edge.id).toBeLessThanOrEqual(label?.width ?? 0);
      expect(edge.label?.height ?? 0, edge.id).toBeLessThanOrEqual(label?.height ?? 0);
    }
  });
});

test('a frame is as wide and as high as it must be for its text or for what it holds', async () => {
  const frame = async (width: number, height: number) => {
    const text = { ...textBlock([]), width, height };
    const box = { tone: 'plain', children: [] } as const;
    const inner = { ...box, id: 'inner', shape: 'box', text: { ...text, width: 100, height: 20 } };
    const outer = { ...box, id: 'outer', shape: 'frame', text, children: [inner] };
    const { nodes } = await placed({ nodes: [outer], edges: [] } as Graph);
    return nodes.find(({ node }) => node.id === 'outer');
  };
  const high = await frame(50, 600);
  expect(high?.width).toBeLessThan(200);
  expect(high?.height).toBeGreaterThan(600);
  const wide = await frame(600, 50);
  expect(wide?.width).toBeGreaterThan(600);
  expect(wide?.height).toBeLessThan(200);
});

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_, palette) => {
  const grounds = ['ground', 'frame', 'plain', 'blue', 'amber', 'green', 'violet'];

  test.each(grounds)('text can be read on %s', (ground) => {
    for (const ink of ['ink', 'soft', 'link', 'fault']) {
      expect(contrast(palette[ink], palette[ground]), ink).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('lines can be seen', () => {
    for (const line of ['line', 'fault', 'plainLine', 'blueLine', 'amberLine', 'greenLine']) {
      expect(contrast(palette[line], palette.frame), line).toBeGreaterThanOrEqual(3);
    }
  });
});

test('what would be markup is escaped', () => {
  const made = element('text', { id: '"<a>"', x: 1 / 3 }, escaped('a < b & c > d'));
  expect(made).toBe('<text id="&quot;&lt;a&gt;&quot;" x="0.3">a &lt; b &amp; c &gt; d</text>');
});

describe('text', () => {
  test('is broken at spaces, and each line fits', () => {
    const lines = wrapped('the quick brown fox jumps over the lazy dog', 'note', 90);
    expect(lines.join(' ')).toBe('the quick brown fox jumps over the lazy dog');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line, 'note')).toBeLessThanOrEqual(90);
  });

  test('items keep their separator at the end of a line', () => {
    expect(packed(['first', 'second', 'third'], ', ', 'code', 60)).toEqual([
      'first,',
      'second,',
      'third',
    ]);
  });
});

/** What a screen of 1440 pixels shows, less the margins. */
const PAGE_WIDTH = 1392;

/** Everything that covers what is below it: frames do not. */
function solidBoxes({ nodes, edges }: PlacedGraph): readonly Box[] {
  const plain = ({ x, y, width, height }: Box) => ({ x, y, width, height });
  return [
    ...nodes.filter(({ node }) => node.shape !== 'frame').map(plain),
    ...edges.flatMap(({ label }) => (label === undefined ? [] : [plain(label)])),
  ];
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** As WCAG 2 defines it. */
function contrast(one = '', other = ''): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
