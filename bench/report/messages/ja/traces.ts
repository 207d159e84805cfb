import type { traces as Texts } from '../en/traces.ts'

/** As in English. */
export const traces: typeof Texts = {
  title: 'Lambda 関数のトレース',
  headline: (invocations, functions) => `X-Ray には、${functions}の ${invocations}分のトレースがあります。`,
  functionsTitle: 'X-Ray による呼び出しの時間：中央値（95%）',

  headlineSpans: (invocations, functions) => `スパンには、${functions}の ${invocations}分の記録があります。`,
  functionsTitleSpans: 'スパンによる呼び出しの時間：中央値（95%）',
  functionsNoteSpans:
    'ウォームとコールド：計装から見えるハンドラー内の時間です。初期化、サービス、キューの時間は含みません。',
  initializedAheadNoteSpans: (name, invocations) =>
    `${name}：コンテナの最初の呼び出しまたはウォームアップで、コールドかどうか分からないものが ${invocations} 件あります。ウォームにもコールドにも含めず、上の時間にも入れていません。`,
  stepsTitleSpans: (name) => `${name} のウォーム呼び出し内のスパン：呼び出しごとの値の中央値`,
  warmColumn: 'ウォーム',
  warmMsColumn: 'ウォーム（ms）',
  coldColumn: 'コールド',
  coldMsColumn: 'コールド（ms）',
  initMsColumn: '初期化（ms）',
  failedColumn: '失敗',
  functionsNote: 'ウォームとコールド：Lambda サービスがリクエストを受けてから応答するまでの時間です。',
  initializedAheadNote: (name, invocations) =>
    `${name}：リクエストより前に初期化されていたコンテナ（プロビジョニングされた同時実行など）での最初の呼び出しが ${invocations} 件あります。ウォームにもコールドにも含めず、上の時間にも入れていません。`,
  stepsTitle: (name) => `${name} のウォーム呼び出しのサブセグメント：呼び出しごとの値の中央値`,
  invocationsColumn: '呼び出し',
  inEachColumn: '1 回あたり',
  medianMsColumn: '中央値（ms）',
  longestMsColumn: '最長（ms）',
  sumMsColumn: '合計（ms）',
  stepsNote: '合計：1 回の呼び出しでの合計で、時間の重なりも含みます。失敗：すべての呼び出しの合計です。',
}
