import type { charts as Texts } from '../en/charts.ts'

/** As in English. */
export const charts: typeof Texts = {
  makespanAxis: '所要時間、ms',
  backlogTitle: '最初のジョブから最後までの積み残し',
  backlogDescription:
    '一つのジョブが始まったとき、ほかに予定の時刻が来ていたジョブの数です (プロセスの中央値)。上っていく線は、遅れていく方式のものです。',
  backlogJobAxis: 'ジョブ',
  backlogDueAxis: '予定の時刻が来ていたジョブ',
  coldStartsContainers:
    '塗った点は新しいコンテナの最初の実行の中央値で、区間があれば添えます。白抜きの点は、その後の実行の中央値です。両者を混ぜることはありません。',
  coldStartsProcesses:
    '塗った点は新しいプロセスの最初の実行の中央値で、区間があれば添えます。白抜きの点は、その後の実行の中央値です。両者を混ぜることはありません。',
  controlsTitle: 'この結果を信じてよいか',
  controlsBothDescription: (reference, slowdown) =>
    `${reference} の複製を二つ、一つはそのまま (A/A)、一つは ${slowdown} 遅くして、一緒に走らせました。前者は帯の中に、後者は 1 より右に出なければなりません。そうでなければ、このマシンは、この大きさの差を見分けるにはノイズが大きすぎます。`,
  controlsAaCheckDescription: (reference) =>
    `${reference} の複製を、そのまま (A/A) 一緒に走らせました。帯の中に出なければ、このマシンは、この大きさの差を見分けるにはノイズが大きすぎます。`,
  ratioAxis: '比',
  controlsMarginKey: (margin) => `${margin} 以内`,
  controlsSlowedKey: (slowdown) => `${slowdown} 遅い`,
  controlsCopyColumn: '複製',
  ratioIntervalColumn: '比 (区間)',
  costAndTimeUsdAxis: '呼び出し百万回の USD',
  costAndTimeCpuAxis: '一回の実行の CPU ms',
  costAndTimeUsdTitle: '費用と時間',
  costAndTimeCpuTitle: 'CPU 時間と所要時間',
  costAndTimeWithheld: '白抜きのものについては、ここでは何も言いません。',
  costAndTimeUsdDescription: '左にあるほど速く、下にあるほど安いものです。棒は 95 % の区間です。',
  costAndTimeStatistics: '時間は中央値、費用は平均です。',
  costAndTimeUsdBest: (variant) => `これによれば、${variant} がいちばん速く、いちばん安いものです。`,
  costAndTimeUsdFrontier: (variants) =>
    `これによれば、線に乗っているもの (${variants}) より速く、しかも安いものはありません。`,
  costAndTimeCpuDescription:
    '左にあるほど速く、下にあるほど CPU を使いません。棒は 95 % の区間で、どちらの軸も比の軸です。',
  costAndTimeCpuBest: (variant) => `中央値では、${variant} がいちばん速く、CPU もいちばん使いません。`,
  costAndTimeCpuFrontier: (variants) =>
    `中央値では、線に乗っているもの (${variants}) より速く、しかも CPU を使わないものはありません。`,
  costAndTimeFrontierColumn: '線に乗る',
  costAndTimeOnFrontier: 'はい',
  costAndTimeOffFrontier: 'いいえ',
  costAndTimeTimeAxis: '所要時間の中央値 ms',
  decisionMapTitle: (rowAxis, columnAxis) => `使う方式: ${rowAxis} (縦) と ${columnAxis} (横) ごと`,
  decisionMapDescription:
    'セルの色は、そこで最良のもののうち、いちばん単純なものの色です。中には最良のものの名前と、色のもとになったものの、基準に対する時間の比を書いています。斜線は、何も決まっていないところです。~ と淡い色は予測で、計測したものではありません。',
  inconclusiveKey: '何も決まっていない',
  distributionsTitle: 'すべての実行',
  distributionsDescription: (runs) =>
    `縦線の一本一本が ${runs} 回の実行のそれぞれの所要時間で、点はその中央値です。山は実行が密なところほど高く、どの山も行に収まる最大の高さにしています。`,
  distributionsFailedRuns: (failed) => `ほかに ${failed} 回が失敗し、描くべき時間がありません。`,
  distributionsLogScale: '軸は比の軸で、等しい距離は等しい倍率を表します。',
  distributionsRunsColumn: '実行数',
  distributionsMinColumn: '最短 ms',
  distributionsMedianColumn: '中央値 ms',
  distributionsMaxColumn: '最長 ms',
  ecdfTitle: 'いつまでにどれだけの実行が終わったか',
  ecdfDescription:
    'どの線も、方式の実行が一つも終わっていないところから、すべて終わったところまで上ります。左にある線ほど速く、急な線は安定していて、終わりが長く平らな線には裾があります。',
  ecdfFailedRuns: '失敗した実行は終わっていないので、その線は上端に届きません。',
  ecdfShareAxis: '全実行に対する割合',
  ecdfPercentileColumn: (percent) => `${percent} % 終了 ms`,
  ecdfNeverReached: '終わらず',
  forestLatencyTitle: (reference) => `応答までの時間 (対 ${reference})`,
  forestTimeTitle: (reference) => `時間 (対 ${reference})`,
  forestLatencyDescription: ({ level, reference, margin }) =>
    `どの線も、方式の応答までの時間を、${reference} の同じジョブの応答までの時間で割った比の ${level} 区間で、点はその推定値です。1 より左なら速いことになります。区間全体が帯の左または右にあるものは、有意に ${margin} を超えて速いか遅く、区間全体が帯の中にあるものは同等です。`,
  forestTimeDescription: ({ level, reference, margin }) =>
    `どの線も、方式の時間を、同じイテレーションの ${reference} の時間で割った比の ${level} 区間で、点はその推定値です。1 より左なら速いことになります。区間全体が帯の左または右にあるものは、有意に ${margin} を超えて速いか遅く、区間全体が帯の中にあるものは同等です。`,
  forestEquivalentKey: (margin) => `同等: ${margin} 以内`,
  forestLevelColumn: '区間の水準',
  latencyDescription:
    '塗った点は全ジョブの中央値で、線は、ジョブの数が足りるいちばん高いパーセンタイルまで伸びます。白抜きの点はジョブそのものにかかった時間の中央値で、二つの点の間は、前のジョブを待った時間です。',
  memoryLacksProcessorKey: '白抜き: Lambda と同じだけの CPU がなかったもの',
  memoryTimeTitle: 'メモリサイズごとの時間',
  memoryTimeDescription:
    'コンテナの中央値で、区間があれば添えます。Lambda は、メモリの多い関数ほど多くの CPU を与えます。',
  memoryCostTitle: 'メモリサイズごとの費用',
  memoryCostDescription: 'ウォームの呼び出し百万回の費用 (米ドル) です。コンテナの平均と、その 95 % の区間を示します。',
  memoryCostAxis: 'USD/百万回',
  memorySizeAxis: 'メモリ MB',
  phasesDescription:
    'どの棒も、方式の一回の実行が、その終わりを決めるステップの連なりに沿って待ったものです。棒がどの部分で短いかを見ると、差がどこから来るかが分かります。',
  phasesTimeAxis: 'ms (平均)',
  sweepLinesTitle: (axis) => `${axis} ごとの時間`,
  sweepLinesDescription:
    '所要時間の中央値です。帯はその 95 % の区間です。上の色の帯は、そこで最良のもののうち、いちばん単純なものの色です。',
  sweepLinesPredicted: '小さく淡い点と、色の帯の淡い部分は予測で、計測したものではありません。',
  sweepLinesCrossovers: '番号の付いた線はある方式が別のものを追い越すところで、その帯は位置の区間です。',
  waterfallSlowestLanes: (slowest, total) =>
    `${total} 件のフィードのうち最も遅い ${slowest} 件に、一つずつレーンがあります`,
  waterfallAllLanes: 'レーン一つがフィード一つです',
  waterfallIterationLocal: (iteration, block) => `プロセス ${block} のイテレーション ${iteration}`,
  waterfallIterationTraced: (iteration, container) =>
    `コンテナ ${container} のイテレーション ${iteration} (トレースによる)`,
  waterfallTitle: 'それぞれの一回の実行を、ステップごとに',
  waterfallDescription: (iteration, lanes) =>
    `${iteration}です。記録したもののうち、全体の中央値にいちばん近いイテレーションで、どの方式にも同じ遅延を与えています。${lanes}。時間は左から右へ進みます。レーンの下は、進んでいたステップの数です。`,
  waterfallUnrecorded: (variants) => `${variants} のステップは記録がありません。`,
  waterfallEventLoopDelayKey: 'イベントループの遅延',
  waterfallEndColumn: '最後のステップの終わり ms',
  waterfallItemsColumn: 'フィード数',
  waterfallMaxConcurrencyColumn: '同時のステップの最大数',
  waterfallStepSumColumn: (step) => `${step}の合計 ms`,
  waterfallCloserTitle: '同じ実行の拡大: 最長の半分より短かったもの',
  waterfallCloserDescription: (variants) => `${variants} の同じ実行を、別の時間軸で描いたものです。`,
  waterfallPanelLabel: ({ variant, milliseconds, maxConcurrency }) =>
    `${variant}: ${milliseconds} ms、同時に最大 ${maxConcurrency}`,
  waterfallTimeAxis: '実行の開始からの ms',
  withheldKey: '白抜き: 速さについて何も言えないもの',
}
