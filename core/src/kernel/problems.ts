import { type ProblemCatalogue, problemsOf } from './problem.ts';

/** The problems every slice can meet. A slice adds its own in `core/<slice>/problems.ts`. */
export const kernelProblems = {
  'request.invalid': {
    status: 400,
    text: {
      zh: '有内容填写不对，没有保存。请按提示修改后再提交。',
      en: 'Some fields are not right; nothing was saved. Correct them and send again.',
    },
  },
  'request.unreadable': {
    status: 400,
    text: {
      zh: '收到的内容读不出来（格式或编码不对），没有保存。',
      en: 'The request could not be read (format or encoding); nothing was saved.',
    },
  },
  'request.too_large': {
    status: 413,
    text: {
      zh: '内容太大，没有保存。上限是 {limit}。',
      en: 'The request is too large; nothing was saved. The limit is {limit}.',
    },
  },
  'request.too_deep': {
    status: 400,
    text: { zh: '内容嵌套太深，没有保存。', en: 'The request is nested too deeply; nothing was saved.' },
  },
  'request.media_type': {
    status: 415,
    text: {
      zh: '这里不接受这种格式的内容，没有保存。',
      en: 'This kind of content is not accepted here; nothing was saved.',
    },
  },
  'request.timeout': {
    status: 408,
    text: {
      zh: '等候太久，已经停下，没有保存。请再试一次。',
      en: 'It took too long and was stopped; nothing was saved. Try again.',
    },
  },
  'request.cross_site': {
    status: 403,
    text: {
      zh: '请求来自别的网站，已拒绝，没有保存。',
      en: 'The request came from another site and was refused; nothing was saved.',
    },
  },
  'request.too_many': {
    status: 429,
    text: {
      zh: '请求太频繁，请 {seconds} 秒后再试。',
      en: 'Too many requests. Try again in {seconds} seconds.',
    },
  },
  'route.unknown': {
    status: 404,
    text: { zh: '没有这个地址。', en: 'There is nothing at this address.' },
  },
  'thing.unknown': {
    status: 404,
    text: { zh: '找不到，或者不在您负责的范围内。', en: 'Not found, or not within your scope.' },
  },
  'session.missing': {
    status: 401,
    text: { zh: '请先登录。您填写的内容还在。', en: 'Please sign in first. What you typed is kept.' },
  },
  'permission.missing': {
    status: 403,
    text: {
      zh: '您的岗位不能做这件事，没有改动。需要时请街道管理员授权。',
      en: 'Your role may not do this; nothing was changed. Ask the street administrator if you need it.',
    },
  },
  'permission.two_factor': {
    status: 403,
    text: { zh: '做这件事要先开启两步验证。', en: 'Turn on two-factor sign-in first to do this.' },
  },
  'command.reused': {
    status: 409,
    text: {
      zh: '同一编号的操作内容不一样，没有执行。',
      en: 'This command id was used with other content; nothing was done.',
    },
  },
  'version.stale': {
    status: 409,
    text: {
      zh: '这条内容刚被别人改过，您的修改没有保存。请看最新内容后再改。',
      en: 'Someone changed this meanwhile; your change was not saved. Look at the newest version and try again.',
    },
  },
  conflict: {
    status: 409,
    text: { zh: '与已有的内容冲突，没有保存。', en: 'It conflicts with what is there; nothing was saved.' },
  },
  'conflict.in_use': {
    status: 409,
    text: {
      zh: '还有别的内容指向它，不能删除，可以改为关闭。',
      en: 'Other records point to it, so it cannot be deleted. Close it instead.',
    },
  },
  'database.away': {
    status: 503,
    text: {
      zh: '数据库暂时连不上，没有保存。请稍后再试，已保存的内容都在。',
      en: 'The database cannot be reached right now; nothing was saved. Try again shortly; what was saved before is safe.',
    },
  },
  'database.unsure': {
    status: 503,
    text: {
      zh: '连接在保存的最后一刻断了，不能确定是否已保存。请直接重试：同一操作不会执行两次。',
      en: 'The connection broke while saving, so it is not certain whether it was saved. Just try again: the same action is never done twice.',
    },
  },
  internal: {
    status: 500,
    text: {
      zh: '系统出错，这次没有保存，已保存的内容都在。编号 {id}，请告诉管理员。',
      en: 'Something went wrong; this was not saved, what was saved before is safe. Tell the administrator this number: {id}.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const kernelProblem = problemsOf(kernelProblems);
