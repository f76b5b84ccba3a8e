import { type ProblemCatalogue, problemsOf } from '../kernel/index.ts';

export const noticesProblems = {
  'notices.personal_data': {
    status: 409,
    text: {
      zh: '要公开的文字里可能有个人信息（见各项），没有发布。请修改后再试。',
      en: 'What would become public may hold personal data (see the fields); nothing was published. Change it and try again.',
    },
  },
  'notices.day_not_open': {
    status: 409,
    text: {
      zh: '这一天不能公示（事件开始之前或还没有到），没有改动。',
      en: 'No notices can be made for that day (before the event, or not yet come); nothing was changed.',
    },
  },
  'notices.not_computed': {
    status: 409,
    text: {
      zh: '这一天还没有核算，没有发布。请先核算。',
      en: 'That day is not computed yet; nothing was published. Compute it first.',
    },
  },
  'notices.reviewed_other': {
    status: 409,
    text: {
      zh: '您看过之后又重新核算了一次，没有发布。请看一眼新的结果再发布。',
      en: 'The day was computed again after you looked; nothing was published. Look at the new result, then publish.',
    },
  },
  'notices.try_again': {
    status: 409,
    text: {
      zh: '编码碰巧重复，没有发布。请再按一次。',
      en: 'A code happened to be taken; nothing was published. Press once more.',
    },
  },
  'notices.not_published': {
    status: 409,
    text: {
      zh: '这些地点现在没有有效的公示，没有改动。',
      en: 'These places have no notice in force; nothing was changed.',
    },
  },
  'notices.not_in_force': {
    status: 409,
    text: {
      zh: '这张公示已经撤回或有了新的，不要张贴。请张贴最新的一张。',
      en: 'This notice was withdrawn or replaced; do not put it up. Put up the newest one.',
    },
  },
  'notices.still_in_force': {
    status: 409,
    text: { zh: '这张公示仍然有效，不用取下。', en: 'This notice is in force; leave it up.' },
  },
  'notices.nothing_to_print': {
    status: 409,
    text: { zh: '这里没有有效的公示可以打印。', en: 'There is no notice in force to print here.' },
  },
  'notices.posters_ended': {
    status: 409,
    text: { zh: '这次排版已经结束，不用取消。', en: 'This typesetting is over; there is nothing to cancel.' },
  },
  'notices.posters_not_ready': {
    status: 409,
    text: { zh: '还没有排好，请稍候。', en: 'It is not typeset yet; wait a moment.' },
  },
  'notices.posters_gone': {
    status: 410,
    text: { zh: '文件已清理，请重新排版。', en: 'The file has been cleared; order the posters again.' },
  },
  'notices.robot_address': {
    status: 400,
    text: {
      zh: '这不是{vendor}群机器人的地址，没有保存。请从群设置里完整复制。',
      en: 'This is not the address of a {vendor} group robot; nothing was saved. Copy it in full from the group settings.',
    },
  },
  'notices.robot_secret': {
    status: 400,
    text: {
      zh: '{vendor}机器人请打开“加签/签名校验”，把密钥填在这里。',
      en: 'Turn on signing for the {vendor} robot and enter its secret here.',
    },
  },
  'notices.robot_scope': {
    status: 400,
    text: { zh: '机器人只能属于街道或一个社区。', en: 'A robot belongs to the street or to one community.' },
  },
  'notices.message_sent': {
    status: 409,
    text: {
      zh: '这条消息没有停发，不用再发。',
      en: 'This message was not given up; there is no need to resend it.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const noticesProblem = problemsOf(noticesProblems);
