/** The parts of an ARN that say where something is. */
export interface Whereabouts {
  readonly region?: string;
  readonly account?: string;
}

/** Region and account of an ARN, or of the address of an ECR repository; what is empty or no id is left out. */
export function whereaboutsOf(text: string): Whereabouts {
  const image = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/.exec(text);
  const [region, account] = image === null ? arnParts(text) : [image[2], image[1]];
  return {
    ...(/^[a-z]{2}(-[a-z]+)+-\d$/.test(region ?? '') && region !== undefined ? { region } : {}),
    ...(/^\d{12}$/.test(account ?? '') && account !== undefined ? { account } : {}),
  };
}

function arnParts(text: string): readonly (string | undefined)[] {
  if (!text.startsWith('arn:')) return [];
  const [, , , region, account] = text.split(':');
  return [region, account];
}
