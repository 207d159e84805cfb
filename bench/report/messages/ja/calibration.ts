import type { calibration as Texts } from '../en/calibration.ts'

/** As in English. */
export const calibration: typeof Texts = {
  title: (scenario, reference) => `較正：${scenario} での ${reference} の複製`,
  equalCopiesTitle: '同じ方式の複製どうしの比較：該当した比較の数と割合（95%）',
  intervalExcludesOneColumn: '区間が 1 を含まない',
  falseVerdictColumn: '誤った判定',
  noiseFloorColumn: 'ノイズフロア',
  shuffledRow: '順序をシャッフルしたイテレーション',
  blockedRow: '1 つずつ続けて',
  noiseFloorNote:
    '偶然だけなら、区間の 5% が 1 を含みません。ノイズフロア：区間の半幅の、時間に対する割合（中央値）。これより小さい差は、6 プロセスでの 1 回の解析や同じ回数の実行では、見つかるより見逃されるほうが多くなります。',
  blockedNote:
    '1 つずつ続けて：同じ複製を同じ回数、一方をすべて実行してから次をすべて実行する、通常の順序で計測し、対数に対する Welch の t で判定したものです。通常のベンチマークと同じく、プロセスは複製ごとに 1 つで、遅延は実行ごとに異なります。そのため違いは順序だけではなく、差がついても順序だけによるものとは言えません。',
  slowedCopiesTitle: '遅くした複製と、そのままの複製との比較',
  calledSlowerColumn: '「遅い」と判定',
  calledEquivalentColumn: '「同等」と判定',
  calledFasterColumn: '「速い」と判定',
  slowedCopiesNote: (margin) => `検出：区間が 1 を含まないもの。遅い：区間全体が ${margin} を超えるもの。`,
  countOf: (count, of) => `${of} 件中 ${count} 件`,
  recordingCost: ({ change, range, comparisons }) =>
    `ステップの記録により、実行の時間は ${change} 変わります（${range}、${comparisons}）。`,
  doubtfulVerdicts: (objections) => `このマシンでの「速い」「遅い」の判定は信用しないでください：${objections}。`,
  doubtfulSmallDifferences: (objections) => `このマシンでの小さな差は信用しないでください：${objections}。`,
  noObjection: (significant, sensitivity) =>
    `このマシンで差があるとされたものを疑う理由はありません：${significant}、${sensitivity}。`,
  foundAll: (copies, slowdown) =>
    `${slowdown} 遅くした複製 ${copies} 個は、6 プロセスでの 1 回の解析ですべて検出されました`,
  foundNotAll: (slowdown) => `6 プロセスでの 1 回の解析では、${slowdown} 遅くしたもののすべては検出できません`,
  equalCopiesDiffer: ({ count, of, range }) =>
    `${of} 件の比較のうち ${count} 件が等しい複製に差を認め、その割合は ${range} です（偶然では 5%）`,
  equalCopiesMisjudged: ({ count, of, range }) =>
    `${of} 件の比較のうち ${count} 件が等しい複製に誤った判定を下し、その割合は ${range} です（許されるのは 5% まで）`,
  slowerCopyCalledFaster: ({ of, slowdown, range, atMost }) =>
    `${slowdown} 遅くした複製 ${of} 個のうち 1 個が「速い」と判定され、その割合は ${range} です（許されるのは ${atMost} まで）`,
  slowerCopiesCalledFaster: ({ count, of, slowdown, range, atMost }) =>
    `${slowdown} 遅くした複製 ${of} 個のうち ${count} 個が「速い」と判定され、その割合は ${range} です（許されるのは ${atMost} まで）`,
}
