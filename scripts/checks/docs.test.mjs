import { expect, test } from 'vitest';
import { brokenLinks, unnamed } from './docs.mjs';

const files = { 'docs/A.md': '# One\n## The audit\n', 'docs/images/x.png': '' };
const read = (path) => files[path] ?? null;

test('a link to a file or a heading that is not there is named', () => {
  const text = '[a](A.md) [b](B.md) [c](A.md#the-audit) [d](A.md#gone) [e](#here) [f](#nowhere)\n# Here\n';
  expect(brokenLinks('docs/X.md', text, read)).toEqual([
    'docs/X.md: a link leads nowhere: B.md',
    'docs/X.md: a link leads nowhere: A.md#gone',
    'docs/X.md: a link leads nowhere: #nowhere',
  ]);
});

test('pictures count, addresses elsewhere and code do not', () => {
  const text =
    '![x](images/x.png) ![y](images/y.png) [z](https://example.com) `[q](q.md)`\n```\n[r](r.md)\n```\n';
  expect(brokenLinks('docs/X.md', text, read)).toEqual(['docs/X.md: a link leads nowhere: images/y.png']);
});

test('a name in code quotes or as an entity of the diagram is described, a mere word is not', () => {
  const text = '`place` is the spine\n    grid {\n      uuid id\n    }\nsectors and sector_member\n';
  expect(unnamed(['place', 'grid', 'sector'], 'docs/D.md', text, 'table')).toEqual([
    'docs/D.md: table sector is not described',
  ]);
});
