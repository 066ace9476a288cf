// How Jira words its errors: a list of sentences, and sentences by field.
export class JiraRefusal extends Error {
  override name = 'JiraRefusal';
  readonly status: number;
  readonly body: object;
  constructor(status: number, body: object) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

export function refuse(status: number, ...errorMessages: string[]): JiraRefusal {
  return new JiraRefusal(status, { errorMessages, errors: {} });
}

export function refuseFields(errors: Record<string, string>): JiraRefusal {
  return new JiraRefusal(400, { errorMessages: [], errors });
}

export const noIssue = (): JiraRefusal =>
  refuse(404, 'Issue does not exist or you do not have permission to see it.');

export const noProject = (key: string): JiraRefusal =>
  refuse(404, `No project could be found with key '${key}'.`);
