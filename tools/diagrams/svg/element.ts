/** SVG elements as text. Attributes come out in the order given; numbers have at most one decimal. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with text or elements inside, which are written as they are: escape text before. */
export function element(
  name: string,
  attributes: Attributes,
  ...inside: readonly string[]
): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(numeric(value))}"`],
  );
  const open = `<${name}${given.join('')}`;
  return inside.length === 0 ? `${open}/>` : `${open}>${inside.join('')}</${name}>`;
}

/** Text as XML holds it. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A number without more decimals than can be seen. */
export function numeric(value: string | number): string {
  return typeof value === 'string' ? value : String(Math.round(value * 10) / 10);
}
