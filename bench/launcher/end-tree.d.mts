export const TREE_VARIABLE: string
export function treeOf(id: string): Map<number, string>
export function endTree(id: string, before: ReadonlyMap<number, string>): Promise<void>
export function below(root: number): number[]
export function leftOf(id: string, root: number): Map<number, string>
