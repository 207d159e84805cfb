import type { logs as Texts } from '../en/logs.ts'

/** As in English. */
export const logs: typeof Texts = {
  title: 'ログから見た Lambda 関数',
  before: (name) => `${name}（前）`,
  after: (name) => `${name}（後）`,
  against: (name) => `${name}（比較対象）`,
  span: (from, until) => `${from} から ${until} まで`,
  nothing:
    '指定された関数の呼び出しは、この期間の CloudWatch Logs にありません。JSON 形式でシステムログレベルが WARN の場合は、まったく記録されないことがあります。',
  missing: (names) => `この期間に呼び出しのないもの：${names}。`,
  alone: ({ name, ms, invocations, containers, p50 }) =>
    `${name}：ウォーム時の中央値は、コンテナ単位で ${ms} ms、呼び出し単位で ${p50} ms（${containers}で ${invocations}）。`,
  noneWarm: (name, invocations) => `${name}：${invocations}。ウォームと分かるものはありません。`,
  coldStarts: (starts, ms) => `${starts}、初期化は ${ms} ms。`,
  noColdStarts: '初期化を伴うコールドスタートはありません。',
  compared: ({ variant, reference, verdict, ratio }) =>
    `${variant} と ${reference} の比較（ウォーム）：${verdict}、時間は ${ratio} 倍。`,
  notCompared: ({ variant, reference, count, other, needed }) =>
    `${variant} と ${reference} の比較（ウォーム）：判定なし。ウォーム呼び出しのあるコンテナは ${count} と ${other} で、それぞれ ${needed} 必要です。期間を長くすると増えます。`,
  several: (reference, verdicts) => `${reference} との比較（ウォーム）：${verdicts}。`,
  verdictOf: (variant, verdict) => `${variant} ${verdict}`,
  observed:
    '観測であって実験ではありません。関数だけでなく、ペイロード、負荷、時間帯も比較対象の間で異なることがあります。',
  memoryDiffers: (variant, mb, referenceMb) =>
    `${variant} のメモリは ${mb} MB、比較対象は ${referenceMb} MB です。それだけで差が生じることがあります。`,
  sizesDiffer: (variants, referenceMb) =>
    `${variants} の比較対象は ${referenceMb} MB です。それだけで差が生じることがあります。`,
  containersInBoth: (variant, containers) => `比較対象にも含まれるもの：${variant} の ${containers}。`,
  functionsTitle: 'Lambda 自身のログ行による呼び出し：中央値（95%）',
  containersColumn: 'コンテナ',
  invocationsColumn: '呼び出し',
  warmMsColumn: 'ウォーム（ms）',
  coldColumn: 'コールド',
  initMsColumn: '初期化（ms）',
  failedColumn: '失敗',
  memoryColumn: '使用（MB）',
  memoryCell: (used, size) => `${used} / ${size}`,
  functionsNote: 'すべての数値はログによります。ウォーム：コンテナごとの幾何平均で、最初の呼び出しと失敗を除きます。',
  mergedNote: (name, versions, example) =>
    `${name} には ${versions} 個のバージョンがあり、公開済みのものはメモリサイズごとにまとめて示します。1 つだけを見るには、${name}:${example} のように指定します。`,
  firstSeenNote: (containers) =>
    `初期化なしで現れたもの：${containers}。以前からあったか、前もって初期化されたものです。この呼び出しはコールドにもウォームにも数えません。`,
  textNote:
    'テキスト形式のログは、タイムアウトなど Lambda が終わらせた呼び出しを示します。ハンドラが返したエラーも示すかどうかは確かでないため、失敗はこれより多い可能性があります。',
  failedStartsNote: (name, starts) => `${name}：呼び出しの前に、コンテナで ${starts}がありました。`,
  tornNote: (lines) => `除いたもの：数値の読み取れない Lambda の ${lines}。`,
  printedNote: (lines) => `除いたもの：関数が Lambda の行の形で出力した ${lines}。`,
  overlappingNote: (lines) =>
    `同じコンテナの別の呼び出しの間に書かれたもの：${lines}。関数が出力したか、複数の呼び出しが同時にあったものです。`,
  comparisonTitle: (reference) => `${reference} の時間に対する比`,
  warmRow: (name) => `${name}、ウォーム`,
  initRow: (name) => `${name}、初期化`,
  coldRow: (name) => `${name}、コールド`,
  ratioColumn: '時間の比',
  verdictColumn: '判定',
  counts: (count, other) => `${count}、${other}`,
  tooFew: (needed) => `それぞれ ${needed} 必要`,
  comparisonNote: (level, margin) =>
    `単位はコンテナで、独立な標本として比較しました（Welch、${level}、全体で 95%）。マージンは ${margin} です。コールド：コールド呼び出しのハンドラの時間で、初期化を含みません。`,
  durationsTitle: '成功した呼び出しの時間（ms）',
  medianColumn: 'ウォーム p50',
  tailColumn: (percent) => `p${percent}`,
  coldMsColumn: 'コールド p50',
  restoreMsColumn: '復元 p50',
  firstSeenMsColumn: '初出 p50',
  durationsNote: '呼び出しが足りないパーセンタイルは省きます（36、72、368 回必要です）。',
  billedTitle: '課金対象時間と失敗',
  billedMeanColumn: '平均課金時間（ms）',
  gbSecondsColumn: 'GB 秒',
  timedOutColumn: 'タイムアウト',
  failedShareColumn: '失敗率（95%）',
  billedNote: 'ログからは関数のアーキテクチャが分からないため、料金は示しません。',
  containersTitle: 'コンテナ（呼び出しの多い順）',
  containerColumn: 'コンテナ',
  beginColumn: '開始',
  coldBegin: 'コールド',
  firstSeenBegin: '初出',
  warmColumn: 'ウォーム',
  containersNote: (shown, all) => `${all} コンテナのうち ${shown} 個です。すべては --json にあります。`,
}
