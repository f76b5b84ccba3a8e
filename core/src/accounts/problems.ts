import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

export const accountProblems = {
  'accounts.sign_in_failed': {
    status: 401,
    text: {
      zh: '登录名或密码不对。请检查大小写；忘记密码请找管理员重置。',
      en: 'The login or password is not right. Check upper and lower case; if you forgot it, ask the administrator to reset it.',
    },
  },
  'accounts.locked': {
    status: 429,
    text: {
      zh: '这个登录名试错次数太多，密码登录暂停到约 {minutes} 分钟后。可以改用通行密钥，或稍后再试。',
      en: 'Too many wrong attempts for this login. Password sign-in is paused for about {minutes} minutes. Use a passkey, or try later.',
    },
  },
  'accounts.too_many': {
    status: 429,
    text: {
      zh: '从这个网络来的登录失败太多，请约 {minutes} 分钟后再试。',
      en: 'Too many failed sign-ins came from this network. Try again in about {minutes} minutes.',
    },
  },
  'accounts.suspended': {
    status: 403,
    text: {
      zh: '这个账号已停用。需要恢复请找街道管理员。',
      en: 'This account is suspended. Ask the street administrator to restore it.',
    },
  },
  'accounts.one_time_over': {
    status: 403,
    text: {
      zh: '一次性密码已过期。请管理员重新发一个。',
      en: 'The one-time password has expired. Ask the administrator for a new one.',
    },
  },
  'accounts.second_factor_missing': {
    status: 401,
    text: {
      zh: '等待验证码的时间已过，请重新输入密码登录。',
      en: 'The time to enter the code has passed. Sign in with your password again.',
    },
  },
  'accounts.code_wrong': {
    status: 401,
    text: {
      zh: '验证码不对或已用过。请等下一个验证码，并检查手机时间。',
      en: 'The code is wrong or was already used. Wait for the next one, and check the clock of your phone.',
    },
  },
  'accounts.password_wrong': {
    status: 403,
    text: { zh: '当前密码不对，没有改动。', en: 'The current password is not right; nothing was changed.' },
  },
  'accounts.password_short': {
    status: 400,
    text: {
      zh: '密码至少 {least} 个字符，没有保存。可以用几个不相关的词连起来。',
      en: 'A password needs at least {least} characters; nothing was saved. A few unrelated words in a row work well.',
    },
  },
  'accounts.password_common': {
    status: 400,
    text: {
      zh: '这个密码太常见，容易被猜到，没有保存。请换一个。',
      en: 'This password is among the common ones and easy to guess; nothing was saved. Choose another.',
    },
  },
  'accounts.password_login': {
    status: 400,
    text: {
      zh: '密码里不能包含登录名，没有保存。请换一个。',
      en: 'A password must not contain the login; nothing was saved. Choose another.',
    },
  },
  'accounts.password_same': {
    status: 400,
    text: {
      zh: '新密码和原来的一样，没有改动。',
      en: 'The new password is the old one; nothing was changed.',
    },
  },
  'accounts.password_none': {
    status: 409,
    text: {
      zh: '这个账号只用单点登录，没有密码。',
      en: 'This account signs in through single sign-on and has no password.',
    },
  },
  'accounts.totp_on': {
    status: 409,
    text: { zh: '两步验证已经开启。', en: 'Two-factor sign-in is already on.' },
  },
  'accounts.totp_off': {
    status: 409,
    text: {
      zh: '还没有开始设置两步验证，请先扫描二维码。',
      en: 'Two-factor sign-in has not been started. Scan the QR code first.',
    },
  },
  'accounts.passkey_refused': {
    status: 401,
    text: {
      zh: '通行密钥没有通过验证，没有改动。请重试，或改用密码登录。',
      en: 'The passkey was not accepted; nothing was changed. Try again, or sign in with your password.',
    },
  },
  'accounts.passkey_known': {
    status: 409,
    text: { zh: '这个通行密钥已经登记过。', en: 'This passkey is already registered.' },
  },
  'accounts.passkey_most': {
    status: 409,
    text: {
      zh: '最多登记 {most} 个通行密钥。请先删除不用的。',
      en: 'At most {most} passkeys. Remove one you no longer use first.',
    },
  },
  'accounts.oidc_off': {
    status: 404,
    text: { zh: '没有设置单点登录。', en: 'Single sign-on is not configured.' },
  },
  'accounts.oidc_away': {
    status: 503,
    text: {
      zh: '单点登录服务暂时连不上。请稍后再试，或用密码登录。',
      en: 'The single sign-on service cannot be reached. Try again shortly, or sign in with your password.',
    },
  },
  'accounts.oidc_refused': {
    status: 401,
    text: {
      zh: '单点登录没有完成。请回到登录页重新开始。',
      en: 'Single sign-on was not completed. Start again from the sign-in page.',
    },
  },
  'accounts.oidc_stranger': {
    status: 403,
    text: {
      zh: '单点登录成功，但这里没有对应的账号。请街道管理员先添加您的账号。',
      en: 'Single sign-on worked, but there is no account for you here. Ask the street administrator to add one.',
    },
  },
  'accounts.login_taken': {
    status: 409,
    text: {
      zh: '这个登录名已有人用，没有保存。请换一个。',
      en: 'This login is taken; nothing was saved. Choose another.',
    },
  },
  'accounts.known': {
    status: 409,
    text: { zh: '这个人已经添加过。', en: 'This person was already added.' },
  },
  'accounts.grant_above': {
    status: 403,
    text: {
      zh: '您不能授予或收回“{role}”这个岗位，没有改动。请街道管理员来做。',
      en: 'You may not give or take the role “{role}” here; nothing was changed. Ask the street administrator.',
    },
  },
  'accounts.scope_unfit': {
    status: 400,
    text: {
      zh: '“{role}”不能设在这个范围上，没有保存。请换一个范围。',
      en: 'The role “{role}” cannot have this scope; nothing was saved. Choose another scope.',
    },
  },
  'accounts.grant_past': {
    status: 400,
    text: { zh: '截止日期已经过去，没有保存。', en: 'The last day is already over; nothing was saved.' },
  },
  'accounts.grant_known': {
    status: 409,
    text: { zh: '这个人已有同样范围的这个岗位。', en: 'The person already holds this role with this scope.' },
  },
  'accounts.grant_over': {
    status: 409,
    text: { zh: '这个岗位已经收回。', en: 'This role was already taken back.' },
  },
  'accounts.last_admin': {
    status: 409,
    text: {
      zh: '这是本街道最后一位管理员，不能停用或收回。请先让另一个人成为管理员。',
      en: 'This is the last administrator of the street and cannot be suspended or revoked. Make someone else administrator first.',
    },
  },
  'accounts.self': {
    status: 409,
    text: {
      zh: '不能停用自己或重置自己的密码。改密码请到“我的账号”。',
      en: 'You cannot suspend yourself or reset your own password. Change your password under “My account”.',
    },
  },
  'accounts.manage_above': {
    status: 403,
    text: {
      zh: '这个人还有您不能管理的岗位，没有改动。请街道管理员来做。',
      en: 'This person holds roles you may not manage; nothing was changed. Ask the street administrator.',
    },
  },
  'accounts.elsewhere': {
    status: 409,
    text: {
      zh: '这个人在别的街道也有岗位，不能从这里停用或重置密码。可以收回本街道的岗位。',
      en: 'This person also has roles in another street and cannot be suspended or reset from here. You can take back the roles of this street.',
    },
  },
  'accounts.first_exists': {
    status: 409,
    text: {
      zh: '已经设置过了，不能再创建第一个账号。请登录。',
      en: 'The office is already set up; the first account exists. Please sign in.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const accountProblem = problemsOf(accountProblems);
