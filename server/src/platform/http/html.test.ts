import { expect, test } from 'vitest';
import { html } from './html.ts';

test('a value cannot become markup, neither in text nor in an attribute', () => {
  const name = '"><script>alert(1)</script>\'&';
  expect(html`<a title="${name}">${name}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;</a>',
  );
});

test('markup within markup stays markup; lists are joined; nothing is written for null and false', () => {
  const items = ['甲', '乙'].map((name) => html`<li>${name}</li>`);
  expect(html`<ul>${items}${null}${false}</ul>`.text).toBe('<ul><li>甲</li><li>乙</li></ul>');
});
