/** Moves a drawing under a window: by dragging, by the wheel, with two fingers, with the keys. */

/** Smaller than this, names cannot be read. */
const smallestReadable = 0.62;
const limits = { least: 0.08, most: 3 } as const;
/** Room around the drawing, in pixels. */
const edge = 12;
/** How far the arrow keys move, in pixels. */
const stride = 60;
/** A finger that moved less has tapped. */
const slop = 4;

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Area extends Place {
  readonly width: number;
  readonly height: number;
}

export class Viewport {
  readonly #window: SVGSVGElement;
  readonly #content: SVGGElement;
  readonly #pointers = new Map<number, Place>();
  #size = { width: 1, height: 1 };
  #x = 0;
  #y = 0;
  #scale = 1;
  #moved = 0;

  constructor(window: SVGSVGElement, content: SVGGElement) {
    this.#window = window;
    this.#content = content;
    window.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    window.addEventListener('pointerdown', (event) => this.#down(event));
    window.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(end, ({ pointerId }) => this.#pointers.delete(pointerId));
    }
    // A drag is no click on what it began on.
    window.addEventListener(
      'click',
      (event) => this.#moved > slop && event.stopPropagation(),
      true,
    );
    window.addEventListener('keydown', (event) => this.#key(event));
  }

  /** What is in the drawing is so large. */
  set size(size: { readonly width: number; readonly height: number }) {
    this.#size = size;
  }

  /** All of it, small as it may become. */
  fit(): void {
    const { width, height } = this.#bounds();
    this.#scale = Math.min(width / this.#size.width, height / this.#size.height, 1.2) * 0.96;
    this.#x = (width - this.#size.width * this.#scale) / 2;
    this.#y = (height - this.#size.height * this.#scale) / 2;
    this.#apply(false);
  }

  /** From the top, as wide as there is room and as large as can be read. */
  home(): void {
    const { width } = this.#bounds();
    const scale = Math.min((width - 2 * edge) / this.#size.width, 1);
    this.#scale = Math.max(scale, smallestReadable);
    this.#x = Math.max((width - this.#size.width * this.#scale) / 2, edge);
    this.#y = edge;
    this.#apply(false);
  }

  /** Brings a part of the drawing into sight, and to a size that can be read. */
  reveal({ x, y, width, height }: Area): void {
    const bounds = this.#bounds();
    this.#scale = Math.max(this.#scale, smallestReadable);
    const left = this.#x + x * this.#scale;
    const top = this.#y + y * this.#scale;
    const margin = 40;
    const isInside =
      left > margin &&
      top > margin &&
      left + width * this.#scale < bounds.width - margin &&
      top + height * this.#scale < bounds.height - margin;
    if (!isInside) {
      this.#x = bounds.width / 2 - (x + width / 2) * this.#scale;
      const middle = bounds.height / 2 - (y + Math.min(height, 200) / 2) * this.#scale;
      // Below the drawing there is nothing to see.
      const bottom = bounds.height - this.#size.height * this.#scale - edge;
      this.#y = Math.max(middle, Math.min(bottom, edge));
    }
    this.#apply(true);
  }

  /** @param factor larger than 1: nearer */
  zoom(factor: number, at: Place = this.#middle()): void {
    const scale = Math.min(Math.max(this.#scale * factor, limits.least), limits.most);
    this.#x = at.x - ((at.x - this.#x) * scale) / this.#scale;
    this.#y = at.y - ((at.y - this.#y) * scale) / this.#scale;
    this.#scale = scale;
    this.#apply(false);
  }

  #apply(isGentle: boolean): void {
    this.#content.classList.toggle('gentle', isGentle);
    this.#content.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
  }

  #bounds(): Area {
    return this.#window.getBoundingClientRect();
  }

  #middle(): Place {
    const { width, height } = this.#bounds();
    return { x: width / 2, y: height / 2 };
  }

  #inside({ clientX, clientY }: MouseEvent): Place {
    const { x, y } = this.#bounds();
    return { x: clientX - x, y: clientY - y };
  }

  /** Two fingers on a trackpad move; with Ctrl held, or pinching, they zoom. So does a mouse's wheel. */
  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const isMouse = event.deltaMode !== 0 || (event.deltaX === 0 && Math.abs(event.deltaY) >= 100);
    if (event.ctrlKey || isMouse) {
      this.zoom(Math.exp(-Math.max(-60, Math.min(event.deltaY, 60)) / 240), this.#inside(event));
      return;
    }
    this.#x -= event.deltaX;
    this.#y -= event.deltaY;
    this.#apply(false);
  }

  #down(event: PointerEvent): void {
    this.#moved = 0;
    this.#pointers.set(event.pointerId, this.#inside(event));
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    // A button that was let go outside of the window was never told.
    if (event.pointerType === 'mouse' && event.buttons === 0) {
      this.#pointers.delete(event.pointerId);
      return;
    }
    const now = this.#inside(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    this.#moved += Math.hypot(now.x - before.x, now.y - before.y);
    // Captured only now: a click that is none would otherwise be told to the window.
    if (this.#moved > slop) this.#window.setPointerCapture(event.pointerId);
    if (other !== undefined) {
      const stretch = distance(now, other) / Math.max(distance(before, other), 1);
      this.zoom(stretch, other);
      return;
    }
    this.#x += now.x - before.x;
    this.#y += now.y - before.y;
    this.#apply(false);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.#shift(stride, 0),
      ArrowRight: () => this.#shift(-stride, 0),
      ArrowUp: () => this.#shift(0, stride),
      ArrowDown: () => this.#shift(0, -stride),
      '+': () => this.zoom(1.25),
      '=': () => this.zoom(1.25),
      '-': () => this.zoom(0.8),
      '0': () => this.fit(),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  #shift(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
    this.#apply(true);
  }
}

function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
