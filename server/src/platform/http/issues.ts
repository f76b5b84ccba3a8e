import type { FieldProblem, Text } from '@linli/core/kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Says what is wrong with each refused input, in both languages. The refused value itself is never repeated. */
export function explainIssues(issues: readonly Issue[]): FieldProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String).join('/');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: path ? `${path}/${key}` : key, text: unknownField }));
    }
    return [{ path, text: sentence(issue) }];
  });
}

const unknownField: Text = { zh: '没有这一项', en: 'There is no such field' };

function sentence(issue: Issue): Text {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { zh: '必填', en: 'Required' }
        : { zh: '类型不对', en: `Expected ${issue.expected}` };
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? { zh: '不能为空', en: 'Must not be empty' }
        : {
            zh: `太小或太短(最少 ${issue.minimum})`,
            en: `Too small or too short (at least ${issue.minimum})`,
          };
    case 'too_big':
      return {
        zh: `太大或太长(最多 ${issue.maximum})`,
        en: `Too large or too long (at most ${issue.maximum})`,
      };
    case 'invalid_value':
      return { zh: `只能是：${issue.values.join('、')}`, en: `Must be one of: ${issue.values.join(', ')}` };
    case 'custom':
      return { zh: issue.message, en: issue.message };
    default:
      return { zh: '格式不对', en: 'Wrong format' };
  }
}
