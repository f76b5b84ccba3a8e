import type { Chance } from './chance.ts';

/** Frequent family names, so that lists look like lists; any likeness to a person is chance. */
const familyNames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const givenCharacters = [
  ...'伟芳娜敏静丽强磊洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文军志鹏斌婷雪梅琴凯晨浩宇欣悦',
];

/** An invented name of two or three characters. */
export function personName(chance: Chance): string {
  const one = () => givenCharacters[chance.below(givenCharacters.length)] ?? '文';
  const family = familyNames[chance.below(familyNames.length)] ?? '王';
  return family + one() + (chance.next() < 0.7 ? one() : '');
}
