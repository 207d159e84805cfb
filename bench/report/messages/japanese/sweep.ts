/** Of sweeps: advice, places, crossovers, remarks. */
export const SWEEP: Readonly<Record<string, string>> = {
  '{0} cores of {1}, Node {2}, revision {3}': '{1} の {0} コア、Node {2}、リビジョン {3}',
  'Do not pick by speed: the strategies did not tell people the same {0}.':
    '速さで選ばないでください。{0}、方式が知らせた内容が同じではありません。',
  "Its time is {0} of {1}'s.": '時間は {1} の {0} 倍です。',
  'Ship {0}: in every measured cell it is the best, or cannot be told apart from it{1}.':
    '{0} を本番に出してください: 測ったすべてのセルで、最良か、最良と区別がつきません{1}。',
  'No strategy is the best everywhere{0}: which one to ship depends on the cell.':
    'すべてのセルで最良の方式はありません{0}。本番に出すものはセルによって変わります。',
  'What to ship depends on {0}{1}: {2}.': '本番に出すものは {0} によって変わります{1}: {2}。',
  'nothing (none keeps to the limits)': 'なし (限りに収まるものがない)',
  'nothing certain': '確かなものなし',
  '{0} at {1}': '{1} では {0}',
  '{0} from {1} to {2}': '{1}～{2} では {0}',
  '{0} at {1} to {2}': '{1} から {2} まででは {0}',
  'in any measured cell': '測ったどのセルでも',
  'Loosen them, or try a lower --set limits.concurrency.':
    '限りをゆるめるか、もっと小さい --set limits.concurrency を試してください。',
  'in any cell': 'どのセルでも',
  'in any cell where something keeps to the limits': '限りに収まるもののあるどのセルでも',
  'Nothing can be said {0}: the mock server was too late; use longer delays, or a quieter machine.':
    '{0}、何も言えません。模擬サーバーの遅れが大きすぎました。遅延を長くするか、もっと静かなマシンを使ってください。',
  'Nothing can be picked for {0} {1}: of the reference {2}.': '{1}、{0} で選べるものがありません。基準について: {2}。',
  'Nothing is decided {0}.': '{0}、何も決まっていません。',
  'Nothing is decided {0}: let it run to more forks, or close other programs.':
    '{0}、何も決まっていません。もっと多くのフォークまで走らせるか、ほかのプログラムを閉じてください。',
  'A/A guard failed in {0}': 'A/A ガード不合格 {0} 個',
  'planted arm missed in {0}': '遅くした複製の見落とし {0} 個',
  'In {0} of {1} cells the machine was not fit for the margin ({2}): {3}.':
    '{1} 個中 {0} 個のセルで、マシンが許容幅に対してノイズが大きすぎました ({2})。対策: {3}。',
  'Nothing keeps to the limits {0}.': '{0}、限りに収まるものがありません。',
  'Nothing that could be judged keeps to the limits {0}.':
    '{0}、判定できたもののうちに、限りに収まるものがありません。',
  'Left out by the limits: {0}.': '限りにより外したもの: {0}。',
  'Not to be judged by {0}: {1}.': '{0} では判定できないもの: {1}。',
  'in {0} of {1} cells, {2}': 'セル {1} 個中 {0} 個、{2}',
  '{0} {1} (such as {2})': '{0} {1} (例: {2})',
  '{0}: a sweep over {1}': '{0}: {1} のスイープ',
  'in every cell': 'すべてのセルで',
  'at {0} and in {1} more cells': '{0} とほか {1} 個のセルで',
  'at {0}': '{0} で',
  'Decision map: the best by {0} (down) and {1} (across)': '本番に出すものの地図: {0} (縦) と {1} (横) ごとの最良',
  'Time over {0}, and the word, by {1}': '{1} ごとの時間 (対 {0}) と判定',
  'Time over the reference, and the word, by {0}': '{0} ごとの時間 (対 基準) と判定',
  best: '最良',
  'reference ms': '基準 ms',
  'Intervals are in report.md.': '区間は report.md にあります。',
  'best{0}: those surely better than the reference that cannot be told apart from the best of them, else the reference with what is not surely worse, joined by /; ? where nothing is decided':
    '最良{0}: 基準より確かに良いもののうち、その中の最良と区別がつかないものです。一つもなければ、基準と、それより確かに悪いとは言えないものです。/ でつなぎ、何も決まっていないところは ? です',
  '{0}; {1} where nothing keeps to the limits. {2}.': '{0}。限りに収まるもののないところは「{1}」です。{2}。',
  '{0}. {1}.': '{0}。{1}。',
  none: 'なし',
  ' ({0} to {1})': ' ({0}～{1})',
  'Along {0}: no crossover; no two strategies surely change places within what was measured.':
    '{0} には逆転点がありません。測った範囲で、順位が確かに入れ替わる二つの方式はありません。',
  'Where strategies overtake one another (95 %)': '方式が追い越すところ (95 %)',
  'Of time alone: what to ship{0}, need not change there.':
    '時間だけについてです。本番に出すもの{0} が、そこで変わるとは限りません。',
  '{0} more, which do not change what is best there, are in report.md.':
    'そこでの最良を変えないものがほかに {0} 件あり、report.md に載せています。',
  'There are {0}, in report.md.': '{0} 件あり、report.md に載せています。',
  '{0} feeds': 'フィード数 {0}',
  '{0} events a feed': 'フィードあたりの予定数 {0}',
  '{0} bytes of description an event': '予定あたりの説明のバイト数 {0}',
  'a feed delay of {0} ms': 'フィードの遅延 {0} ms',
  'a median feed delay of {0} ms': 'フィードの遅延の中央値 {0} ms',
  'a Slack delay of {0} ms': 'Slack の遅延 {0} ms',
  'a median Slack delay of {0} ms': 'Slack の遅延の中央値 {0} ms',
  'a lookup of {0} ms': '名前解決 {0} ms',
  'a concurrency of {0}': 'concurrency {0}',
  '{0} threads': 'スレッド数 {0}',
  'about {0} KB a feed': 'フィードあたり約 {0} KB',
  '{0} overtakes {1} at {2}.': '{2} で {0} が {1} を追い越します。',
  'At {0}, {1} overtakes {2} at {3}.': '{0} のとき、{3} で {1} が {2} を追い越します。',
  '{0} on, {1} is surely faster than {2} wherever they can be compared.':
    '{0} から先では、比べられるところのどこでも、{1} が {2} より確かに速くなります。',
  '{0} on, {1} are surely faster than {2} wherever they can be compared.':
    '{0} から先では、比べられるところのどこでも、{1} が {2} より確かに速くなります。',
  'From {0}': '{0}',
  'At {0}, from {1}': '{0} のとき、{1}',
  '{0} of {1} cells, {2} forks each, {3}, {4}; on this machine, {5}':
    '{1} 個中 {0} 個のセル、それぞれ {2} フォーク、{3}、{4}; local、{5}',
  '{0} of {1} cells, {2} to {3} forks each, {4}, {5}; on this machine, {6}':
    '{1} 個中 {0} 個のセル、それぞれ {2}～{3} フォーク、{4}、{5}; local、{6}',
  'Ledger: in every cell every strategy told people exactly the same.':
    '台帳: すべてのセルで、どの方式もまったく同じことを知らせました。',
  'Ledger: the strategies did NOT tell people the same {0}.':
    '台帳: 不一致です。{0}、方式が知らせた内容が同じではありません。',
  'A/A guard: passed in every cell.': 'A/A ガード: すべてのセルで合格しました。',
  'A/A guard: failed, so that only what lies wholly beyond the margin is said, {0}.':
    'A/A ガード: {0}不合格だったため、そこでは、区間全体が許容幅の外にあるものについてだけ述べます。',
  'Planted arm: found in every cell.': '遅くした複製: すべてのセルで検出しました。',
  'Planted arm: missed, so that only what lies wholly beyond the margin is said, {0}.':
    '遅くした複製: {0}見落としたため、そこでは、区間全体が許容幅の外にあるものについてだけ述べます。',
  'Not predicted between the measured cells: {0}.': '測ったセルの間で予測しなかったもの: {0}。',
  'Not measured alike, so that cells need not agree: {0}.':
    '同じ条件で測っていないので、セルどうしが合うとは限りません: {0}。',
  '{0} of {1} cells are not measured yet: the same command, with the same --out, goes on with them.':
    '{1} 個中 {0} 個のセルをまだ測っていません。同じ --out を付けた同じコマンドで、続きから測ります。',
  '~: predicted, not measured, and without a word. Costs are those of the sequential runs; at the {0} measured cells predicted times of the other strategies were {1} of the measured ones ({2}).':
    '~: 予測で、測ったものではなく、判定の言葉もありません。費用は sequential の実行から求めました。測った {0} 個のセルで、ほかの方式の予測した時間は、実測の {1} 倍でした ({2})。',
  'Of them only times are predicted, and no best{0}, is.': '予測するのは時間だけで、最良{0} は予測しません。',
  '{0} {1}.': '{0} ({1})。',
  quick: '判定は一度だけ (--quick)',
  '{0} before the last look': '{0} 個は最後の判定時点ではない',
  'Each cell is judged by itself: {0}.': '判定はセルごとに別々に行います: {0}。',
  'Crossovers, and who is surely faster from where on: {0} intervals, of every two strategies in every cell, each at the alpha of its cell over {1}, so that they hold together at 95 % whichever looks cells end at; from cell to cell the log of the ratio is taken for straight, over the log of the value where all are above 0.':
    '逆転点と、どこから先でどれが確かに速いか: すべてのセルの、すべての二つの方式についての {0} 個の区間によります。どの区間の alpha も、そのセルの alpha を {1} で割ったものなので、セルがどの判定時点で終わっても、全体が 95 % で成り立ちます。セルとセルの間では、比の対数が直線上にあるとみなします (横軸は、値がすべて 0 より大きければ値の対数)。',
  ', within the limits': ' (限りの中で)',
  ', picked for {0} within the limits': ' ({0} により、限りの中で選んだとき)',
  ', picked for {0}': ' ({0} により選んだとき)',
  '{0} lie there, more than {1}': '間にある {0} 個 (予測する最大の {1} 個を超える)',
  '{0} of {1}, whose steps no run of sequential without failures tells of':
    '{1} 個中 {0} 個 (ステップの費用の分かる、失敗のない sequential の実行がない)',
  'Ship {0}: it is the best, or cannot be told apart from it, in all {1} of {2} measured cells in which something is decided{3}.':
    '{0} を本番に出してください: 計測した {2} 個のセルのうち、何かが決まった {1} 個のすべてで、最良か、最良のものと区別がつきません{3}。',
}
