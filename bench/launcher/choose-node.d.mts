export interface KnownNode {
  /** Such as `v24.21.0`. */
  readonly version: string
  readonly path: string
}

export interface NodeChoice {
  /** The value of UTAKATA_NODE. */
  readonly wanted?: string | undefined
  /** Undefined where the machine has none of its own. */
  readonly host: KnownNode | undefined
  /** The Node that npm ci installs; undefined where there is none for this system. */
  readonly bundled: KnownNode | undefined
  /** What an error calls this system; this one unless given. */
  readonly system?: string
}

/** The Node to run utakata with, or why there is none. */
export function chooseNode(
  choice: NodeChoice,
): { readonly is: 'host' | 'bundled'; readonly path: string } | { readonly mistake: string }

/** The Node that an installed package runs on, or why it cannot; of this process unless given. */
export function checkOwnNode(own?: KnownNode): { readonly path: string } | { readonly mistake: string }

export function findHost(
  bundled: KnownNode | undefined,
  /** This process and its PATH, unless given. */
  from?: { readonly own?: KnownNode; readonly path?: string },
): KnownNode | undefined

export function findBundled(): KnownNode | undefined
