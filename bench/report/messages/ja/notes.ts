import type { notes as Texts } from '../en/notes.ts'

/** As in English. */
export const notes: typeof Texts = {
  slowFirstIterations: (variant) =>
    `${variant}: 最初のイテレーションの CPU が、その後のイテレーションの 1.5 倍を超えています。ウォームアップを長くしてください (--set plan.warmUps を大きく)。`,
  discarded: (details) => `すべての方式について破棄: ${details}。`,
  discardedProcessIteration: ({ block, iteration, reason }) =>
    `プロセス ${block}、イテレーション ${iteration}: ${reason}`,
  discardedContainerIteration: ({ block, iteration, reason }) =>
    `コンテナ ${block}、イテレーション ${iteration}: ${reason}`,
  slackRateLimited: (throttled) =>
    `Slack 律速: ${throttled} 件の送信に 429 が返りました。ここで決め手になるのは Webhook の受け取る速さで、方式にはよりません。`,
  runsFailed: ({ variant, failed, runs, low, high, reasons }) =>
    `${variant}: ${runs} 回の実行のうち ${failed} 回が失敗しました (割合 ${low}～${high}): ${reasons}。`,
  lagWithReference: ({ variant, reference, referenceLag }) => `${variant}; ${reference} では ${referenceLag}`,
  mockServerSaturated: (lag, variants) =>
    `モックサーバー: サーバー律速です。サーバーの遅れにより、待ちが最大で ${lag} 延びました (${variants})`,
  mockServerLag: (lag, variants) =>
    `モックサーバー: サーバーの遅れにより、待ちが最大で ${lag} 延びました (${variants})`,
  mockServerCapacity: (lagNote, factor) => `${lagNote}。最も速い方式が求める速さの ${factor} 倍まで応じられます。`,
  objectiveScores: ({ objective, reference, scores }) => `${objective} で見た、${reference} に対する比: ${scores}。`,
  deliveriesNoReference: '配信チェック: 基準の実行が一つも無事に終わらなかったので、照らし合わせるものがありません。',
  deliveriesDiffer:
    '配信チェック: 不一致です。方式が送信した通知が同じではありません。判定が「出力が違う」のものを見てください。',
  deliveriesUnknown:
    '配信チェック: これらの関数は何を送信したかを報告しないので、同じことをしたかどうかは分かりません。',
  deliveriesSameByTrace: (notifications) =>
    `配信チェック: トレースによれば、失敗しなかった実行はすべて同じ数の通知 (${notifications} 件) を送りました。どの通知かは、トレースからは分かりません。`,
  deliveriesSameByAnswer: ({ notifications, duplicates, digest }) =>
    `配信チェック: 関数自身の報告によれば、失敗しなかった実行はどれも、まったく同じ通知を送信しました (1 回の実行に ${notifications}、重複 ${duplicates} 件、ダイジェスト ${digest})。`,
  deliveriesSame: ({ notifications, duplicates, digest }) =>
    `配信チェック: 失敗しなかった実行はどれも、まったく同じ通知を送信しました (1 回の実行に ${notifications}、重複 ${duplicates} 件、ダイジェスト ${digest})。`,
  unitsPerVariant: (units) => `それぞれ ${units}`,
  notLastLook: (blocks) => `${blocks} (最後の判定時点ではない)`,
  alpha: (alpha) => `alpha ${alpha}`,
  alphaShared: (alpha, comparisons) => `alpha ${alpha} (${comparisons}で分け合う)`,
  judgedAtQuick: (blocks, significance) => `判定時点: ${blocks}、${significance}、判定は一度だけ (--quick)。`,
  judgedAt: (blocks, significance) => `判定時点: ${blocks}、${significance}。`,
  stoppedBeforeFirstLook: (blocks) =>
    `最初の判定時点より前に、${blocks}で止まりました。区間は 95% で、判定はありません。`,
  tooFewContainers: (needed, available) =>
    `判定はありません。それぞれに ${needed}が要りますが、今あるのは ${available} コンテナです。区間は 95% です。`,
  orderAffectsTime: (changes) =>
    `順序: 次のものの直後では、実行の時間が変わります: ${changes}。イテレーションの中の順は混ぜてあるので、ほかはどれも同じようにその影響を受けます。それ自身は自分の直後に走ることがほとんどなく、影響を受けません。`,
  orderUnaffected: (variant, change) =>
    `順序: 直後の実行の時間を有意に変えるものはありません。最も大きい変化は ${variant} の直後で、${change} です。`,
  noDriftWithinBlock:
    '安定性: プロセスの最初のイテレーションから最後のイテレーションまでに、有意に速くなるものも遅くなるものもありません。',
  otherVariants: 'ほかのすべて',
  driftLongerWarmUp: 'ウォームアップを長くしてください (--set plan.warmUps を大きく)',
  driftAccumulation: (counterpart) =>
    `実行のたびに何かがたまっているか、比べた相手 (${counterpart}) のウォームアップが足りなかったのかもしれません (--set plan.warmUps を大きく)`,
  drift: ({ variant, counterpart, change, reason }) =>
    `${variant}: プロセスの最初のイテレーションから最後のイテレーションまでに、時間が ${change} 変わります (比べた相手: ${counterpart})。${reason}。`,
  outliersCountedOne: (runs, breakdown) =>
    `外れ値: ${runs} 回の実行のうち 1 回が飛び離れていますが (${breakdown})、数に入れています`,
  outliersCountedMany: ({ outliers, runs, breakdown }) =>
    `外れ値: ${runs} 回の実行のうち ${outliers} 回が飛び離れていますが (${breakdown})、数に入れています`,
  verdictWithoutOutliers: (variant, verdict) => `${variant} は「${verdict}」`,
  outliersWithoutEffectOne: (summary) => `${summary}。それを除いても、速さについての判定はどれも変わりません。`,
  outliersWithoutEffectMany: (summary) => `${summary}。それらを除いても、速さについての判定はどれも変わりません。`,
  outliersChangeVerdictsOne: (summary, verdicts) => `${summary}。それを除くと、${verdicts}になります。`,
  outliersChangeVerdictsMany: (summary, verdicts) => `${summary}。それらを除くと、${verdicts}になります。`,
  injectedFaults: '世界があらかじめ決めた不調は、どの方式にも等しく起こり、実行の失敗にはなりません。',
}
