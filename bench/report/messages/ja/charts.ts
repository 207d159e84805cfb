import type { charts as Texts } from '../en/charts.ts'

/** As in English. */
export const charts: typeof Texts = {
  makespanAxis: '所要時間（ms）',
  backlogTitle: 'バックログの推移',
  backlogDescription:
    'ジョブの開始時点で、予定時刻を過ぎて待っていたほかのジョブの数（プロセスの中央値）です。右上がりの線は、処理が追いついていないことを表します。',
  backlogJobAxis: 'ジョブ',
  backlogDueAxis: '待っているジョブ',
  coldStartsContainers:
    '塗りつぶしの点は新しいコンテナの最初の実行の中央値（線は区間）、白抜きの点は以降の実行の中央値です。',
  coldStartsProcesses:
    '塗りつぶしの点は新しいプロセスの最初の実行の中央値（線は区間）、白抜きの点は以降の実行の中央値です。',
  controlsTitle: '対照計測',
  controlsBothDescription: (reference, slowdown) =>
    `${reference} の複製を 2 つ計測しています。そのままの複製（A/A）は帯の中に、${slowdown} 遅くした複製は 1 より右にあるはずです。そうでない場合、このマシンはノイズが大きく、この大きさの差を判定できません。`,
  controlsAaCheckDescription: (reference) =>
    `${reference} の複製（A/A）は帯の中にあるはずです。そうでない場合、このマシンはノイズが大きく、この大きさの差を判定できません。`,
  ratioAxis: '比',
  controlsMarginKey: (margin) => `${margin} 以内`,
  controlsSlowedKey: (slowdown) => `${slowdown} 遅い`,
  controlsCopyColumn: '複製',
  ratioIntervalColumn: '比（区間）',
  costAndTimeUsdAxis: '呼び出し 100 万回の費用（USD）',
  costAndTimeCpuAxis: '1 回の実行の CPU 時間（ms）',
  costAndTimeUsdTitle: '費用と所要時間',
  costAndTimeCpuTitle: 'CPU 時間と所要時間',
  costAndTimeWithheld: '白抜きの点は速さの判定がない方式で、比較の対象外です。',
  costAndTimeUsdDescription: '左ほど速く、下ほど安価です。エラーバーは 95% 区間です。',
  costAndTimeStatistics: '所要時間は中央値、費用は平均です。',
  costAndTimeUsdBest: (variant) => `${variant} が最も速く、最も安価です。`,
  costAndTimeUsdFrontier: (variants) => `線上の方式（${variants}）より速く、かつ安価な方式はありません。`,
  costAndTimeCpuDescription:
    '左ほど速く、下ほど CPU 時間が短くなります。エラーバーは 95% 区間で、軸はどちらも対数です。',
  costAndTimeCpuBest: (variant) => `中央値では、${variant} が最も速く、CPU 時間も最短です。`,
  costAndTimeCpuFrontier: (variants) =>
    `中央値では、線上の方式（${variants}）より速く、かつ CPU 時間の短い方式はありません。`,
  costAndTimeFrontierColumn: 'パレート最適',
  costAndTimeOnFrontier: 'はい',
  costAndTimeOffFrontier: 'いいえ',
  costAndTimeTimeAxis: '所要時間の中央値（ms）',
  decisionMapTitle: (rowAxis, columnAxis) => `${rowAxis}（縦）と ${columnAxis}（横）ごとの最速の方式`,
  decisionMapDescription:
    '各グリッド点の最良の方式と、その中で最も単純な方式の所要時間の比（対 基準）を、その方式の色で示します。斜線は未確定、~ と淡い色は予測値です。',
  inconclusiveKey: '未確定',
  distributionsTitle: 'すべての実行',
  distributionsDescription: (runs) =>
    `短い線の 1 本が 1 回の実行（計 ${runs} 回）、点は中央値です。曲線は実行の密度を表します。`,
  distributionsFailedRuns: (failed) => `失敗した ${failed} 回は所要時間がないため表示していません。`,
  distributionsLogScale: '軸は対数です。',
  distributionsRunsColumn: '実行数',
  distributionsMinColumn: '最短（ms）',
  distributionsMedianColumn: '中央値（ms）',
  distributionsMaxColumn: '最長（ms）',
  ecdfTitle: '終了した実行の割合',
  ecdfDescription: '左の線ほど速く、傾きが急なほどばらつきが小さく、右上の長く平らな部分は遅い実行を表します。',
  ecdfFailedRuns: '失敗した実行は終了しないため、その線は上端に届きません。',
  ecdfShareAxis: '全実行に対する割合',
  ecdfPercentileColumn: (percent) => `${percent}%（ms）`,
  ecdfNeverReached: '未終了',
  forestLatencyTitle: (reference) => `レイテンシの比（対 ${reference}）`,
  forestTimeTitle: (reference) => `所要時間の比（対 ${reference}）`,
  forestLatencyDescription: ({ level, reference, margin }) =>
    `同じジョブの ${reference} に対するレイテンシの比と、その ${level} 区間です。1 より左が高速です。区間全体が帯の外にあれば差は ${margin} を超え、帯の中にあれば同等です。`,
  forestTimeDescription: ({ level, reference, margin }) =>
    `同じイテレーションの ${reference} に対する所要時間の比と、その ${level} 区間です。1 より左が高速です。区間全体が帯の外にあれば差は ${margin} を超え、帯の中にあれば同等です。`,
  forestEquivalentKey: (margin) => `同等：${margin} 以内`,
  forestLevelColumn: '信頼水準',
  latencyDescription:
    '塗りつぶしの点はレイテンシの中央値で、線はジョブ数が足りる最大のパーセンタイルまで伸びます。白抜きの点はジョブ単体の処理時間の中央値で、2 点の差が前のジョブを待った時間です。',
  memoryLacksProcessorKey: '白抜き：Lambda と同じ CPU 割り当てを再現できなかったもの',
  memorySizesTitle: 'メモリサイズと、所要時間・費用',
  memorySizesTime: '呼び出しの所要時間',
  memorySizesRunTime: 'Lambda とハンドラの時間を除いた、実行だけの所要時間',
  memorySizesDescription: (reference, time) =>
    `${time}（左）と費用（右）です。${reference} に対する比と、判定に使う区間から描いています。2 本の線は ${reference} で交わります。`,
  memorySizesTimeKey: '所要時間',
  memorySizesCostKey: '費用',
  memoryTimeTitle: 'メモリサイズと所要時間',
  memoryTimeDescription: 'コンテナの中央値と区間です。Lambda はメモリサイズに応じて CPU を割り当てます。',
  memoryCostTitle: 'メモリサイズと費用',
  memoryCostDescription: 'ウォーム呼び出し 100 万回の費用（USD）です。コンテナの平均と 95% 区間を示します。',
  memoryCostAxis: 'USD／100 万回',
  memorySizeAxis: 'メモリ（MB）',
  phasesDescription:
    '1 回の実行の時間が、クリティカルパス上で何に使われたかの内訳です。棒が短くなっている部分が差の原因です。',
  tracePhasesDescription: '1 回の呼び出しの時間が、何に使われたかの内訳です。棒が短くなっている部分が差の原因です。',
  phasesTimeAxis: 'ms（平均）',
  sweepLinesTitle: (axis) => `${axis} ごとの所要時間`,
  sweepLinesDescription: '所要時間の中央値と 95% 区間です。上の帯の色は、最良の方式のうち最も単純なものを表します。',
  sweepLinesPredicted: '小さく淡い点と、上の帯の淡い部分は予測値です。',
  sweepLinesCrossovers: '番号付きの線は逆転点、その線に重なる帯は逆転点の区間です。',
  waterfallSlowestLanes: (slowest, total) => `${total} 件の項目のうち最も遅い ${slowest} 件を 1 行ずつ示します`,
  waterfallAllLanes: '1 行が 1 件の項目です',
  waterfallIterationLocal: (iteration, block) => `プロセス ${block} のイテレーション ${iteration}`,
  waterfallIterationTraced: (iteration, container) =>
    `コンテナ ${container} のイテレーション ${iteration}（トレースによる）`,
  waterfallTitle: '各方式の 1 回の実行',
  waterfallDescription: (iteration, lanes) =>
    `${iteration}。記録した中で最も中央値に近いイテレーションです。${lanes}。下の面グラフは、同時に進行していたステップ数です。`,
  waterfallOfPrograms: (programs) => `${programs} は外部プログラムのため、ステップは分かりません。`,
  waterfallUnrecorded: (variants) => `${variants} のステップの記録はありません。`,
  waterfallEventLoopDelayKey: 'イベントループの遅延',
  waterfallEndColumn: '最後のステップの終了（ms）',
  waterfallItemsColumn: '項目数',
  waterfallMaxConcurrencyColumn: '最大同時実行数',
  waterfallStepSumColumn: (step) => `${step}の合計（ms）`,
  waterfallCloserTitle: (variants) => `拡大：${variants}`,
  waterfallPanelLabel: ({ variant, milliseconds, maxConcurrency }) =>
    `${variant}：${milliseconds} ms、最大同時実行数 ${maxConcurrency}`,
  waterfallTimeAxis: '実行開始からの時間（ms）',
  withheldKey: '白抜き：速さの判定なし',
}
