/** The page's beginning: joins its controls to what it shows. */
import { App, type Machines } from './app.ts';
import { found } from './dom.ts';
import { listen } from './live.ts';
import { panelNames } from './panels.ts';
import { startSearch } from './search.ts';
import type { Viewport } from './viewport.ts';

const app = new App();

function onClick(id: string, act: () => void): void {
  found(id, HTMLButtonElement).addEventListener('click', act);
}

for (const button of document.querySelectorAll<HTMLButtonElement>('#machine button')) {
  button.addEventListener('click', () => {
    void app.showMachines(button.dataset.machine as Machines);
  });
}

function pressMachine(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('#machine button')) {
    button.setAttribute('aria-pressed', String(button.dataset.machine === app.machines));
  }
}
new MutationObserver(pressMachine).observe(document.body, { attributeFilter: ['data-machine'] });

for (const panel of panelNames) onClick(`${panel}-tab`, () => app.showPanel(panel));
found('tabs', HTMLElement).addEventListener('keydown', ({ key }) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step === undefined) return;
  const next =
    panelNames.at((panelNames.indexOf(app.panel) + step) % panelNames.length) ?? app.panel;
  app.showPanel(next);
  found(`${next}-tab`, HTMLElement).focus();
});

function onViews(id: string, act: (viewport: Viewport) => void): void {
  onClick(id, () => {
    for (const role of app.shown) act(app.diagrams[role].viewport);
  });
}

onViews('zoom-in', (viewport) => viewport.zoom(1.25));
onViews('zoom-out', (viewport) => viewport.zoom(0.8));
onViews('fit', (viewport) => viewport.fit());
const detailed = found('detailed', HTMLInputElement);
detailed.addEventListener('change', () => void app.showDetails(detailed.checked));

onClick('first', () => app.goTo(0));
onClick('back', () => app.goTo(app.story.position - 1));
onClick('forward', () => app.goTo(app.story.position + 1));
onClick('last', () => app.goTo(app.story.steps.length));
const slider = found('position', HTMLInputElement);
slider.addEventListener('input', () => app.goTo(slider.valueAsNumber));

startSearch(
  () => app.shown,
  (role, id) => void app.find(role, id),
);

document.body.addEventListener('dragover', (event) => event.preventDefault());
document.body.addEventListener('drop', (event) => {
  event.preventDefault();
  void app.load([...(event.dataTransfer?.files ?? [])]);
});

void app.start().then(() => {
  pressMachine();
  document.body.dataset.ready = 'true';
  listen(
    (step, sessionId) => app.takeLive(step, sessionId),
    (isConnected) => {
      app.isConnected = isConnected;
      app.render();
    },
  );
});
