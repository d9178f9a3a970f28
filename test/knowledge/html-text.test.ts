import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../sidecar/knowledge/html-text.ts';

const texts = (source: string) => blocksOf(source).map(({ kind, text }) => `${kind}: ${text}`);

describe('the text of an article', () => {
  test('headings, paragraphs and steps stay apart, markup within them goes', () => {
    expect(
      texts(
        '<div class="ql-editor read-mode"><h3>Asking</h3><p>Ask <b>five</b> days<br>ahead.</p><ol><li><p>Open it</p></li><li>Save&nbsp;it</li></ol></div>',
      ),
    ).toEqual(['heading: Asking', 'text: Ask five days', 'text: ahead.', 'step: Open it', 'step: Save it']);
  });

  test('what runs, styles or hides is not text', () => {
    expect(
      texts(
        '<p>One<script>alert("<p>x</p>")</script></p><style>p{}</style><!-- <p>hidden</p> --><p onclick="a>b">Two</p><svg><text>no</text></svg><iframe src=x>no</iframe>',
      ),
    ).toEqual(['text: One', 'text: Two']);
  });

  test('entities are letters, and become no markup', () => {
    expect(texts('<p>5 &lt; 6 &amp; &#8364;7 &#x41; &unknown; &#0; &lt;script&gt;alert(1)&lt;/script&gt;</p>')).toEqual(
      ['text: 5 < 6 & €7 A &unknown; <script>alert(1)</script>'],
    );
  });

  test('characters that nobody sees go, so that no text poses as another', () => {
    expect(texts('<p>pay\u200b\u202eload\u0007</p>')).toEqual(['text: pay load']);
  });

  test('plain text and Markdown are read line by line', () => {
    expect(texts('# Rules\nLock your\nscreen.\n\n- one\n2. two\n')).toEqual([
      'heading: Rules',
      'text: Lock your screen.',
      'step: one',
      'step: two',
    ]);
    expect(texts('a < b and c > d')).toEqual(['text: a < b and c > d']);
  });

  test('broken markup loses markup, not the rest of the article', () => {
    expect(texts('<p>One <b>two</p><p title="never closed>three</p><p>four</p>').join(' ')).toContain('four');
    expect(texts('<p>text <')).toEqual(['text: text <']);
    expect(texts('<script>never closed')).toEqual([]);
    expect(texts('')).toEqual([]);
  });

  test.each([
    ['quotes that never close', '<a "'.repeat(40_000)],
    ['tags that never close', '<p'.repeat(60_000)],
    ['comments that never close', '<!--<p>'.repeat(20_000)],
    ['many open lists', '<ul><li>'.repeat(20_000)],
    ['ampersands', `<p>${'&'.repeat(100_000)}`],
  ])('a hundred thousand characters of %s are read in a straight line', (_what, source) => {
    // Read in squares it would take minutes: the test's own time limit finds that.
    expect(blocksOf(source).length).toBeLessThan(100_000);
  });
});
