import type { calibration as Texts } from '../en/calibration.ts'

/** As in English. */
export const calibration: typeof Texts = {
  title: (scenario, reference) => `較正：${scenario} での ${reference} の複製`,
  equalCopiesTitle: '同じ方式の複製どうしの比較：該当した比較の数と割合（95%）',
  intervalExcludesOneColumn: '区間が 1 を含まない',
  falseVerdictColumn: '誤った判定',
  noiseFloorColumn: 'ノイズフロア',
  shuffledRow: '順序をシャッフルしたイテレーション',
  blockedRow: '複製ごとに連続',
  noiseFloorNote:
    '名目上は、区間の 5% が 1 を含みません。ノイズフロア：所要時間に対する区間の半幅の割合（中央値）です。これより小さい差の大半は、6 プロセスでの 1 回の解析では検出できません。',
  blockedNote:
    '複製ごとに連続：同じ回数の実行を、多くのベンチマークと同じように複製ごとにまとめて計測し（一方の全実行の後に次の複製）、対数値の Welch の t 検定で判定したものです。プロセスは複製ごとに 1 つで、遅延は実行ごとに異なります。そのため、シャッフルした場合との差は、順序だけによるものではありません。',
  slowedCopiesTitle: '遅くした複製と、そのままの複製との比較',
  calledSlowerColumn: '「遅い」と判定',
  calledEquivalentColumn: '「同等」と判定',
  calledFasterColumn: '「速い」と判定',
  slowedCopiesNote: (margin) => `検出：区間が 1 を含まない。遅い：区間全体が ${margin} を超える。`,
  countOf: (count, of) => `${of} 件中 ${count} 件`,
  recordingCost: ({ change, range, comparisons }) =>
    `ステップの記録による所要時間の変化は ${change} です（${range}、${comparisons}）。`,
  doubtfulVerdicts: (objections) => `このマシンでの「速い」「遅い」の判定は信用しないでください：${objections}。`,
  doubtfulSmallDifferences: (objections) => `このマシンでの小さな差は信用しないでください：${objections}。`,
  noObjection: (significant, sensitivity) =>
    `このマシンでの判定を疑う理由はありません：${significant}、${sensitivity}。`,
  foundAll: (copies, slowdown) =>
    `${slowdown} 遅くした複製 ${copies} 個は、6 プロセスでの 1 回の解析ですべて検出されました`,
  foundNotAll: (slowdown) => `6 プロセスでの 1 回の解析では、${slowdown} 遅くした複製のすべては検出できません`,
  equalCopiesDiffer: ({ count, of, range }) =>
    `同じコードの複製の比較 ${of} 件のうち ${count} 件で差が検出されました（割合の 95% 区間は ${range}、名目は 5%）`,
  equalCopiesMisjudged: ({ count, of, range }) =>
    `同じコードの複製の比較 ${of} 件のうち ${count} 件で判定を誤りました（割合の 95% 区間は ${range}、許容は 5% まで）`,
  slowerCopyCalledFaster: ({ of, slowdown, range, atMost }) =>
    `${slowdown} 遅くした複製 ${of} 個のうち 1 個が「速い」と判定されました（割合の 95% 区間は ${range}、許容は ${atMost} まで）`,
  slowerCopiesCalledFaster: ({ count, of, slowdown, range, atMost }) =>
    `${slowdown} 遅くした複製 ${of} 個のうち ${count} 個が「速い」と判定されました（割合の 95% 区間は ${range}、許容は ${atMost} まで）`,
}
