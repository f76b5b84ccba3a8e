// What the scanner for personal data knows of Chinese names. Kept apart because it is data.

/** Surnames that a title may follow; the frequent ones and the usual two-character ones. */
const frequent =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁耿牟裴尚';

export const surnames = `欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|[${frequent}]`;

/**
 * Surnames that hardly begin an ordinary word of a notice. 安(全), 周(边), 高(层), 于(今日) and their like are left out:
 * without a title beside it such a name cannot be told from a word.
 */
export const plainSurnames =
  '[王李张刘陈杨赵吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛阎潘杜戴汪姜姚谭廖邹熊陆郝崔邱秦侯邵孟钱汤尹黎乔贺赖龚庞樊殷翟倪俞葛聂邢祁耿裴]';

export const titles =
  '先生|女士|小姐|同志|大爷|大妈|大娘|大伯|大叔|大哥|大姐|阿姨|叔叔|伯伯|奶奶|爷爷|婆婆|师傅|老师|大夫|医生|某某?';

/** Names half hidden: 张某, 李某某, 王*, 赵××. Everybody in the building knows who is meant. */
export const masks = `(?:${surnames})(?:[某ⅩxX×*]{1,2})(?![A-Za-z0-9])|某某某`;

/** Words that, beside one person or one door, tell something about health or police matters. */
export const healthWords =
  '确诊|阳性|复阳|转阳|初筛|密接|次密接|密切接触|感染|隔离|转运|发热|发烧|中暑|病危|死亡|去世|被拘|吸毒|艾滋|结核|精神病';

/** The first character of a number plate (GA 36). */
export const plates = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
