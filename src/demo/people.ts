// Whom a visitor of the demo page can act as, and what they are to the company.
import { engineers } from '../sandbox/company/company.ts';
import type { PagePerson, Role } from '../sandbox/page/bootstrap.ts';
import type { SlackStandIn } from '../sandbox/slack/server.ts';
import type { User } from '../sandbox/slack/world.ts';

/** The support colleague comes first: whoever opens the page passes on what a customer said. */
const first = 'grace';

export function peopleOf(slack: SlackStandIn): PagePerson[] {
  const people = Object.values(slack.state.users).filter((user) => !user.isBot && !user.deleted);
  return people
    .sort((a, b) => Number(b.name === first) - Number(a.name === first))
    .map((user) => ({
      id: user.id,
      name: user.realName,
      token: slack.users[user.name]!.token,
      role: roleOf(user, slack),
      ...companyOf(user, slack),
    }));
}

function roleOf(user: User, slack: SlackStandIn): Role {
  if (user.teamId !== slack.teamId) return 'customer';
  if (user.guest) return 'guest';
  const groups = slack.state.usergroups.filter((group) => engineers.includes(group.handle));
  if (groups.some((group) => group.users.includes(user.id))) return 'engineer';
  return /product/i.test(user.title) ? 'product' : /engineer/i.test(user.title) ? 'engineer' : 'support';
}

function companyOf(user: User, slack: SlackStandIn): { company?: string } {
  const team = slack.state.otherTeams.find((other) => other.id === user.teamId);
  return team ? { company: team.name } : {};
}
