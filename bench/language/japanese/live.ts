/** Of pages that are served while a race goes on. */
export const LIVE: Readonly<Record<string, string>> = {
  'a race': '競走',
  'The race goes on': '計測が続いています',
  'Rounds appear as they end; nothing is drawn or sent while a run is measured.':
    'ラウンドは終わるたびに現れます。実行を計っているあいだは、何も描かず、何も送りません。',
  'Warming up: no round has ended yet.': '準備中です。まだ終わったラウンドはありません。',
  'Fork {0}, round {1} of {2}': 'フォーク {0}、{2} ラウンド中 {1} ラウンド目',
  'No words before the first look: until then it may all change.':
    '最初の判定時点までは判定しません。それまでは、どれも変わりえます。',
}
