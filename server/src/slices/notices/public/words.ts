import type { Language, Status } from '@linli/core/kernel';

interface PageWords {
  readonly status: Readonly<Record<Status, string>>;
  readonly advice: Readonly<Record<Status, string>>;
  readonly facts: Readonly<Record<'asOf' | 'serial' | 'published' | 'state' | 'signature', string>>;
  readonly trail: string;
  readonly help: string;
  readonly helpMore: string;
  readonly history: string;
  readonly none: string;
  readonly takenBack: string;
  readonly replaced: string;
  readonly replacedMore: string;
  readonly withdrawn: string;
  readonly withdrawnMore: string;
  readonly expired: string;
  readonly expiredMore: string;
  readonly newest: string;
  readonly genuine: string;
  readonly forged: string;
  readonly rehearsal: string;
  readonly rehearsalMore: string;
  readonly unknown: string;
  readonly unknownMore: string;
  readonly foot: string;
  readonly keys: string;
  readonly details: string;
}

export const pageWords: Readonly<Record<Language, PageWords>> = {
  zh: {
    status: { clear: '正常', pending: '待核', attention: '有情况' },
    advice: {
      clear: '',
      pending: '还有情况没有核实完，不等于有事。核实以后这里会更新。',
      attention: '工作人员正在处置，请不要紧张。请留意街道和社区的通知，不信、不传未经证实的消息。',
    },
    facts: { asOf: '截至', serial: '编号', published: '发布', state: '状态', signature: '签名' },
    trail: '所在位置',
    help: '求助电话',
    helpMore: '生命危险请拨 120、119、110。',
    history: '最近 14 天',
    none: '没有公示',
    takenBack: '已撤回',
    replaced: '这张公示已有新的',
    replacedMore: '请看最新的公示，现场的请换成最新的一张。',
    withdrawn: '这张公示已撤回',
    withdrawnMore: '它不再代表这里的情况。请以最新公示和街道通知为准。',
    expired: '这是 {day} 的公示',
    expiredMore: '今天的公示还没有发布。',
    newest: '看最新公示',
    genuine: '由{street}签发，签名核对无误',
    forged: '签名不符，请勿采信，并拨打求助电话告诉我们',
    rehearsal: '这是一次演练',
    rehearsalMore: '它不代表任何真实情况。如果您在现场看到这张公示，请告诉社区取下。',
    unknown: '没有找到这张公示',
    unknownMore: '二维码可能没有扫完整。请重新扫码，或拨打求助电话。',
    foot: '本页由街道办事处提供，不含任何个人信息。',
    keys: '核验签名的公钥',
    details: '公示内容',
  },
  en: {
    status: { clear: 'Clear', pending: 'Being checked', attention: 'Needs attention' },
    advice: {
      clear: '',
      pending:
        'Some facts are still being checked; that does not mean something is wrong. This page will be updated.',
      attention:
        'People are dealing with it; please stay calm. Follow the notices of the street and community offices, and do not pass on rumours.',
    },
    facts: {
      asOf: 'As of',
      serial: 'Number',
      published: 'Published',
      state: 'State',
      signature: 'Signature',
    },
    trail: 'Where it is',
    help: 'Helpline',
    helpMore: 'If life is in danger call 120, 119 or 110.',
    history: 'The last 14 days',
    none: 'No notice',
    takenBack: 'Withdrawn',
    replaced: 'There is a newer notice',
    replacedMore: 'See the newest one; a poster at the door should be exchanged for it.',
    withdrawn: 'This notice has been withdrawn',
    withdrawnMore: 'It no longer describes this place. Follow the newest notice and the street office.',
    expired: 'This is the notice of {day}',
    expiredMore: 'Today’s notice has not been published yet.',
    newest: 'See the newest notice',
    genuine: 'Signed by {street}; the signature is valid',
    forged: 'The signature does not match: do not rely on this, and please tell the helpline',
    rehearsal: 'This is a rehearsal',
    rehearsalMore:
      'It says nothing about the real situation. If it hangs anywhere, please ask the community to take it down.',
    unknown: 'This notice was not found',
    unknownMore: 'The code may not have been read in full. Scan it again, or call the helpline.',
    foot: 'Provided by the sub-district office. It holds no personal data.',
    keys: 'Public keys to verify signatures',
    details: 'The notice',
  },
};
