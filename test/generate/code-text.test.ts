/** Texts of the spec in generated code: they stay what they are, and end nothing around them. */
import { describe, expect, it } from 'vitest';
import { docComment, docWidth, literal, quoted, wrapped } from '../../tools/generate/code-text.ts';
import { isIdentifier } from '../../tools/generate/identifiers.ts';

describe('literals', () => {
  it.each(["it's", 'a "word"', `both ' and "`, 'a\\path', 'two\nlines', 'tab\t', '*/ $ `'])(
    '%j reads as it was',
    (text) => {
      expect(new Function(`return ${quoted(text)};`)()).toBe(text);
      expect(quoted(text)).not.toContain('\n');
    },
  );

  it('of each kind', () => {
    expect([literal('a'), literal(7), literal(false), literal(['a', "b'"])]).toEqual([
      "'a'",
      '7',
      'false',
      "['a', 'b\\'']",
    ]);
  });
});

describe('doc comments', () => {
  it('are one line where they fit', () => {
    expect(docComment('Short.')).toBe('/** Short. */');
    const fits = 'x'.repeat(docWidth - 4);
    expect(docComment(fits)).toBe(`/** ${fits} */`);
    expect(docComment(`${fits}x`)).toBe(`/**\n * ${fits}x\n */`);
  });

  it('keep empty lines without a space at their end', () => {
    expect(docComment('One.\n\nTwo.')).toBe('/**\n * One.\n *\n * Two.\n */');
  });

  it('do not end before their end', () => {
    expect(docComment('spec/*/x */ code')).toBe('/** spec/*\\/x *\\/ code */');
  });

  it('are broken at spaces, and words are left whole', () => {
    const lines = wrapped('one two three fourteen-letters five', 9).split('\n');
    expect(lines).toEqual(['one two', 'three', 'fourteen-letters', 'five']);
  });
});

it('names for code are words that TypeScript does not keep', () => {
  expect(['mainSecret', 'TLS_AES_128', '_x', 'of'].filter(isIdentifier)).toHaveLength(4);
  expect(['', '1st', 'a-b', 'a b', 'default', 'eval', 'null', 'ä'].filter(isIdentifier)).toEqual(
    [],
  );
});
