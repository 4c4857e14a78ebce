/** Citations of the spec, such as `9846#4.2.3`, as people read them and as links. */

/** `RFC 9846 §4.2.3`. */
export function citationText(citation: string): string {
  const [document = '', section = ''] = citation.split('#');
  return `RFC ${document} §${section}`;
}

/** The section on the RFC editor's site; appendices have letters. */
export function citationUrl(citation: string): string {
  const [document = '', section = ''] = citation.split('#');
  const anchor = /^\d/.test(section) ? 'section' : 'appendix';
  return `https://www.rfc-editor.org/rfc/rfc${document}.html#${anchor}-${section}`;
}
