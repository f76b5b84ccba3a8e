/** One statement of a migration file and the line it starts on (from 1). */
export interface Statement {
  readonly text: string;
  readonly line: number;
}

/**
 * The pieces of SQL inside which a semicolon ends nothing: comments, quoted text and names, dollar quotes. A prefix `e`
 * lets a backslash escape the quote. (PostgreSQL manual, 4.1 Lexical Structure; nested comments are followed by hand.)
 */
const opaque =
  /--[^\n]*|\/\*|\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$|;/gs;

/**
 * Splits a migration into its statements: a distributed database takes one DDL statement per call.
 * Throws when a quote or comment is left open, and for `begin atomic` bodies, whose semicolons need a full parser.
 */
export function splitStatements(sql: string): Statement[] {
  const found: Statement[] = [];
  let start = 0;
  let code = '';
  let from = 0;
  const end = (at: number) => {
    code += sql.slice(from, at);
    if (code.trim() !== '') found.push(statementAt(sql, start, at, code));
    code = '';
    start = at + 1;
    from = start;
  };
  opaque.lastIndex = 0;
  for (let match = opaque.exec(sql); match; match = opaque.exec(sql)) {
    if (match[0] === ';') {
      end(match.index);
      continue;
    }
    const after = endOfOpaque(sql, match);
    // What is left of the text decides whether there is a statement at all: a comment alone is none.
    code += sql.slice(from, match.index) + (/^(--|\/\*)/.test(match[0]) ? ' ' : 'x');
    from = after;
    opaque.lastIndex = after;
  }
  end(sql.length);
  return found;
}

function statementAt(sql: string, start: number, end: number, code: string): Statement {
  const lead = /^\s*/.exec(sql.slice(start, end))?.[0].length ?? 0;
  const line = sql.slice(0, start + lead).split('\n').length;
  if (/\bbegin\s+atomic\b/i.test(code))
    throw new Error(`line ${line}: write the body in $$ quotes, not begin atomic`);
  if (/['"]/.test(code)) throw new Error(`line ${line}: a quote is left open`);
  return { text: sql.slice(start + lead, end).trimEnd(), line };
}

function endOfOpaque(sql: string, match: RegExpExecArray): number {
  const [text] = match;
  if (text === '/*') return endOfComment(sql, match.index);
  if (!text.startsWith('$')) return match.index + text.length;
  const end = sql.indexOf(text, match.index + text.length);
  if (end < 0) throw new Error(`the quote ${text} is left open`);
  return end + text.length;
}

function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return match.index + 2;
  }
  throw new Error('a comment is left open');
}
