/** The pictures of one machine. */
import type { AnyStateMachine } from 'xstate';
import type { Drawing } from '../drawing.ts';
import { placed } from '../layout.ts';
import { graphSvg } from '../svg/graph-svg.ts';
import { type LegendEntry, pictureSvg } from '../svg/picture.ts';
import { machineGraph, type Surroundings } from './machine-graph.ts';
import { machineModel, type StateModel, statesIn } from './machine-model.ts';
import { type View, viewsOf } from './pages.ts';

/** @param lines where the states stand in `spec/<role>.ts` */
export async function machinePictures(
  role: string,
  machine: AnyStateMachine,
  errors: ReadonlySet<string>,
  lines: ReadonlyMap<string, number>,
): Promise<readonly Drawing[]> {
  const root = machineModel(machine);
  const views = viewsOf(role, root);
  const pages = new Map(views.flatMap(({ home, name }) => home.map(({ id }) => [id, name])));
  const around: Surroundings = {
    errors,
    specLink: (id) => `../../spec/${role}.ts#L${lines.get(id) ?? 1}`,
    pageLink: (id) => {
      const page = pages.get(id);
      return page === undefined ? undefined : `${page}.svg`;
    },
  };
  return await Promise.all(
    views.map(async (view) => {
      const graph = await placed(machineGraph(root, view, around));
      const picture = {
        title: view.title,
        href: `../../spec/${role}.ts#L${lines.get(view.root.id) ?? 1}`,
        subtitle: [{ text: root.description ?? '', style: 'note' as const }],
        width: graph.width,
        height: graph.height,
        drawn: graphSvg(graph),
        legend: legendOf(view),
      };
      const parts = view.home.map(({ name, rfc }) => ({ name, rfc }));
      return { name: view.name, title: view.title, svg: pictureSvg(picture), parts };
    }),
  );
}

function legendOf({ home, root }: View): readonly LegendEntry[] {
  const tags = new Set(home.flatMap((state: StateModel) => state.tags));
  const hasClosed = statesIn(root).length > home.length;
  return [
    ...[...tags].map((tag) => ({ sample: { tone: `tag-${tag}` }, text: tag })),
    ...(hasClosed ? [{ sample: { tone: 'closed' }, text: 'has a page of its own' }] : []),
    {
      sample: { span: { text: 'alert or error', style: 'fault' } },
      text: 'ends the connection; ofEvent, ofVerdict: the alert of that very fault',
    },
  ];
}
