import * as fc from 'fast-check'
import { anyText } from './any-text.ts'

/** What no name that is shown may hold, by another way than the code's; emoji and ideographs may hold joiners and selectors. */
export function invisibleIn(text: string): string[] {
  return Array.from(text.replaceAll(/(?<=[\p{Emoji}\p{Script=Han}])[\uFE0E\uFE0F]|\p{Emoji_Modifier}/gu, ''))
    .filter((character, index, all) => !(character === '\u200D' && isEmoji(all[index - 1]) && isEmoji(all[index + 1])))
    .filter((character) => isBad(character.codePointAt(0)!))
    .map((character) => `U+${character.codePointAt(0)!.toString(16)}`)
}

function isEmoji(character = ''): boolean {
  return /\p{Extended_Pictographic}/u.test(character)
}

/** Ranges of code points, both ends included. */
const BAD = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe00ff],
] as const

function isBad(code: number): boolean {
  return BAD.some(([from, until]) => code >= from && code <= until)
}

const parts = [
  'https://owned.test',
  'www.owned.test',
  ' @somebody',
  'x@owned.test',
  '~gone~',
  '\u001B[2J',
  '\u001B]0;owned\u0007',
  '\u009B31m',
  '\r',
  '\n',
  '\t',
  '\0',
  '\u007F',
  '\u0085',
  '\u202E',
  '\u2066',
  '\u2069',
  '\u200E',
  '\u200F',
  '\u061C',
  '\u200B',
  '\u200C',
  '\u200D',
  '\u2060',
  '\uFEFF',
  '\u2028',
  '\u2029',
  '\u{E0001}',
  '\u{E0041}',
  '\u{E007F}',
  '\uFE0F',
  '\uD800',
  '\uDC00',
  '\uFFFE',
  '|',
  '`',
  '*',
  '_',
  '<script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '![x](http://a.test/x.png)',
  '&lt;',
  '~~',
  '\\',
  '# ',
  '- ',
  '1. ',
  '=1+1',
  '@SUM(1)',
  ' =1',
  '＝1',
  '"',
  ',',
  ';',
  "'",
  '__proto__',
  'constructor',
  '👩‍👩‍👧‍👦',
  '❤️',
  '泡沫',
  'a',
  ' ',
]

/** Text such as nobody calls anything by, and somebody does. */
export const anyName: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...parts), anyText(3)), {
    minLength: 1,
    maxLength: 8,
  })
  .map((some) => some.join(''))
