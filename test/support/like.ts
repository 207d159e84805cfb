/** A pattern of a text, made by the messages of a report, in which … stands for anything: so that no test has the wording itself. */
export function like(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', '.*?'))
}
