/** The row under the diagrams: which step of how many, and the way to others. */
import { found } from './dom.ts';
import { lastStep, type Story } from './story.ts';

/** @param places where the machines are */
export function showPlayer(story: Story, places: string): void {
  const { steps, position } = story;
  const slider = found('position', HTMLInputElement);
  slider.max = String(steps.length);
  slider.value = String(position);
  for (const id of ['first', 'back']) found(id, HTMLButtonElement).disabled = position === 0;
  for (const id of ['forward', 'last']) {
    found(id, HTMLButtonElement).disabled = position === steps.length;
  }
  found('count', HTMLOutputElement).value = `${position} / ${steps.length}`;
  const step = lastStep(story);
  const keys =
    step === undefined ? '' : `; keys: reads ${step.readEpoch}, writes ${step.writeEpoch}`;
  found('now', HTMLElement).textContent = `${places}${keys}`;
}
