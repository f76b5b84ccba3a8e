import { describe, expect, test } from 'vitest';
import { splitStatements } from './statements.ts';

const texts = (sql: string) => splitStatements(sql).map((statement) => statement.text);

describe('what it refuses', () => {
  test.each([
    ["select 'open", 'quote'],
    ['select "open', 'quote'],
    ['select $$ open', 'left open'],
    ['/* open /* nested */ select 1', 'comment'],
    ['create function f() returns int begin atomic select 1; end', 'begin atomic'],
  ])('%s', (sql, why) => {
    expect(() => splitStatements(sql)).toThrow(why);
  });
});

describe('where a statement ends', () => {
  test('at a semicolon, and at the end of the file without one', () => {
    expect(texts('select 1; select 2 ;\n\nselect 3')).toEqual(['select 1', 'select 2', 'select 3']);
  });

  test('never inside quoted text, names, comments or dollar quotes', () => {
    const one = `create function f() returns text language plpgsql as $body$
begin /* ; */ return ';''' || e'\\';' || $$;$$; end $body$ -- done;
  set "odd;name" to 'it''s;'`;
    expect(texts(`${one};\nselect 1`)).toEqual([one, 'select 1']);
  });

  test('inside nested comments it does not', () => {
    expect(texts('select /* a /* ; */ ; */ 1; select 2')).toEqual(['select /* a /* ; */ ; */ 1', 'select 2']);
  });

  test('a parameter mark is no dollar quote', () => {
    expect(texts('prepare p as select $1; select 2')).toEqual(['prepare p as select $1', 'select 2']);
  });

  test('comments alone are no statement', () => {
    expect(texts('-- nothing;\n/* here; */ ;\n;')).toEqual([]);
  });
});

test('names the line each statement starts on', () => {
  expect(splitStatements('select 1;\n\n-- why\nselect 2;').map((statement) => statement.line)).toEqual([
    1, 3,
  ]);
});
