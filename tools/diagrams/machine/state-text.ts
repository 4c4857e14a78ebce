/** The text in the boxes of a machine's picture, and on its arrows. */
import { citationText, citationUrl } from '../rfc-link.ts';
import {
  type Line,
  packed,
  type Span,
  type TextBlock,
  textBlock,
  textWidth,
  wrapped,
} from '../text.ts';
import { actionText, eventText, type Fold, type Row } from './fold.ts';
import type { StateModel } from './machine-model.ts';
import { isReference, referenceId, type ViewEdge } from './view-edges.ts';

/** Where the parts of a state's title lead to. */
export interface StateLinks {
  /** To its place in the spec. */
  readonly spec: string | undefined;
  /** To the page that shows it from the inside, where this one does not. */
  readonly page: string | undefined;
}

/** Room for text in a box, and on an arrow. */
export const boxRoom = 330;
const labelRoom = 340;

/** Name, RFC section, description, what is done on the way in and out. */
export function headLines(state: StateModel, links: StateLinks, room: number): readonly Line[] {
  return [
    titleLine(state, links),
    ...sectionLines(state),
    ...wrapped(state.description ?? '', 'note', room)
      .filter((text) => text !== '')
      .map((text, index) => line({ text, style: 'note' }, index === 0 ? 2 : 0)),
    ...actionLines('entry', state, room),
    ...actionLines('exit', state, room),
  ];
}

/** What happens without an arrow: one row an outcome, its events beside it. */
export function foldLines(fold: Fold, room: number): readonly Line[] {
  const { failures, inPlace, ignored } = fold;
  return [
    ...(inPlace.length === 0 ? [] : [line({ text: 'stays here', style: 'caption' }, 6)]),
    ...inPlace.flatMap((row) => inPlaceLines(row, room)),
    ...(ignored.length === 0 ? [] : [line({ text: 'ignored', style: 'caption' }, 6)]),
    ...packed(ignored.map(eventText), ', ', 'code', room).map((text) =>
      line({ text, style: 'code' }),
    ),
    ...failureLines(failures, room),
  ];
}

/** A closed box: what is in it stands on another page. */
export function closedLines(state: StateModel, links: StateLinks): readonly Line[] {
  const names = state.states.map(({ name }) => name);
  return [
    titleLine(state, links),
    ...sectionLines(state),
    ...wrapped(state.description ?? '', 'note', boxRoom).map((text, index) =>
      line({ text, style: 'note' }, index === 0 ? 2 : 0),
    ),
    ...packed(names, ' · ', 'code', boxRoom).map((text, index) =>
      line({ text, style: 'code' }, index === 0 ? 4 : 0),
    ),
  ];
}

/**
 * What an arrow says: its events, each with what is done; or the failures it stands for, if they are
 * not told in the boxes of the same picture.
 */
export function edgeLabel(edge: ViewEdge): TextBlock {
  if (edge.failures.length > 0 && !isReference(edge.from)) {
    const text = `any of ${edge.failures.length} alerts and errors`;
    return textBlock([line({ text, style: 'faultEvents' })]);
  }
  if (edge.failures.length > 0) {
    const lines = packed(edge.failures, ', ', 'faultEvents', labelRoom);
    return textBlock(lines.map((text) => line({ text, style: 'faultEvents' })));
  }
  return textBlock(
    edge.transitions.flatMap((transition, index) => {
      const { source } = transition;
      const isLifted = source !== edge.from;
      const isNamed = !isLifted || edge.from === referenceId(source);
      const place = isNamed ? '' : `${source.split('.').at(-1)}: `;
      const head = line(
        { text: place + eventText(transition), style: 'event' },
        index === 0 ? 0 : 3,
      );
      const actions = isLifted ? [] : transition.actions.map(actionText);
      const rest = packed(actions, ', ', 'code', labelRoom);
      return [head, ...rest.map((text) => line({ text, style: 'code' }))];
    }),
  );
}

function titleLine({ name }: StateModel, { spec, page }: StateLinks): Line {
  const title: Span = { text: name, style: 'title', ...(spec === undefined ? {} : { href: spec }) };
  if (page === undefined) return { spans: [title] };
  return { spans: [title, { text: '  open ›', style: 'section', href: page }] };
}

function sectionLines({ rfc }: StateModel): readonly Line[] {
  if (rfc === undefined) return [];
  return [line({ text: citationText(rfc), style: 'section', href: citationUrl(rfc) })];
}

function actionLines(word: 'entry' | 'exit', state: StateModel, room: number): readonly Line[] {
  const [first, ...rest] = state[word].map(actionText);
  if (first === undefined) return [];
  return packed([`${word} / ${first}`, ...rest], ', ', 'code', room).map((text, index) =>
    line({ text, style: 'code' }, index === 0 ? 4 : 0),
  );
}

function inPlaceLines({ outcome, transitions }: Row, room: number): readonly Line[] {
  const events = packed(transitions.map(eventText), ', ', 'event', room);
  const actions = wrapped(outcome, 'code', room - INDENT);
  return [
    ...events.map((text, index) => line({ text, style: 'event' }, index === 0 ? 1 : 0)),
    ...actions.map((text) => line({ text, style: 'code', at: INDENT })),
  ];
}

/** Outcomes in a column of their own. */
function failureLines(rows: readonly Row[], room: number): readonly Line[] {
  const column = Math.max(0, ...rows.map(({ outcome }) => textWidth(outcome, 'fault'))) + 12;
  return rows.flatMap(({ outcome, transitions }, row) =>
    packed(transitions.map(eventText), ', ', 'faultEvents', room - column).map((text, index) => ({
      spans: [
        ...(index === 0 ? [{ text: outcome, style: 'fault' } as const] : []),
        { text, style: 'faultEvents', at: column } as const,
      ],
      above: row === 0 && index === 0 ? 6 : 0,
    })),
  );
}

function line(span: Span, above = 0): Line {
  return { spans: [span], above };
}

const INDENT = 14;
